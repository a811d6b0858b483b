// Several disposals run in reverse order; a nested block's come first.
import { check } from "../lib/check.ts";

let trail: u64 = 0;

class Step implements Disposable {
  constructor(readonly id: u64) {}
  [Symbol.dispose](): void {
    trail = trail * 10 + this.id;
  }
}
function make(id: u64): Step {
  trail = trail * 10 + id;
  return new Step(id);
}
export function main(): i32 {
  {
    using a = make(1);
    using b = make(2);
    {
      using c = make(3);
      check(a.id + b.id + c.id === 6, "usable");
    }
    using d = make(4);
    check(d.id === 4, "after a block");
  }
  check(trail === 12334421, "order");
  return 0;
}
