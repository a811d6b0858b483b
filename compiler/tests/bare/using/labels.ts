// Leaving two loops at once disposes of both scopes.
import { check } from "../lib/check.ts";

let trail: u64 = 0;

class Mark implements Disposable {
  constructor(readonly id: u64) {}
  [Symbol.dispose](): void {
    trail = trail * 10 + this.id;
  }
}
const inner = new Mark(1);
const outer = new Mark(2);

export function main(): i32 {
  let rounds: u32 = 0;
  all: while (true) {
    using o = outer;
    rounds++;
    while (true) {
      using i = inner;
      if (rounds === 1) continue all;
      if (rounds === 3) break all;
      break;
    }
    trail = trail * 10 + 7;
  }
  check(rounds === 3 && trail === 1217212, "both, inside first");
  return 0;
}
