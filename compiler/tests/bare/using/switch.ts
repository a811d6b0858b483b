// A scope inside a switch and a scope that holds a virtual object.
import { check, hide } from "../lib/check.ts";

let trail: u64 = 0;

abstract class Resource implements Disposable {
  abstract release(): void;
  [Symbol.dispose](): void {
    this.release();
  }
}
class Page extends Resource {
  override release(): void {
    trail = trail * 10 + 4;
  }
}
const page = new Page();

function serve(kind: u32): u32 {
  using always: Resource = page;
  switch (kind) {
    case 0: {
      using again: Resource = page;
      break;
    }
    case 1:
      return 10;
    default:
      trail = trail * 10 + 8;
  }
  return 20;
}
export function main(): i32 {
  check(serve(hide<u32>(0)) === 20 && trail === 44, "case with a scope");
  check(serve(1) === 10 && trail === 444, "return");
  check(serve(2) === 20 && trail === 44484, "default");
  return 0;
}
