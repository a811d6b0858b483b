// The dispose method runs on every way out of the scope, once.
import { check, hide } from "../lib/check.ts";

let trail: u64 = 0;

class Guard implements Disposable {
  constructor(readonly id: u64) {}
  [Symbol.dispose](): void {
    trail = trail * 10 + this.id;
  }
}
const one = new Guard(1);
const two = new Guard(2);

function run(how: u32): u64 {
  using a = one;
  for (let i: u32 = 0; i < 3; i++) {
    using b = two;
    if (how === 1 && i === 1) break;
    if (how === 2 && i === 1) return trail;
    if (how === 3) continue;
    trail = trail * 10 + 5;
  }
  trail = trail * 10 + 9;
  return trail;
}
function fresh(how: u32): u64 {
  trail = 0;
  run(how);
  return trail;
}
export function main(): i32 {
  check(fresh(hide<u32>(0)) === 52525291, "to the end");
  check(fresh(1) === 52291, "break");
  check(fresh(2) === 5221, "return from the loop");
  check(fresh(3) === 22291, "continue");
  trail = 0;
  check(run(2) === 52, "the result is computed before the disposals");
  return 0;
}
