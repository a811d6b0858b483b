// The comma operator evaluates both and gives the right one; void gives nothing.
import { check } from "../lib/check.ts";

let steps: u32 = 0;

function step(n: u32): u32 {
  steps = steps * 10 + n;
  return n;
}
export function main(): i32 {
  const x = (step(1), step(2), step(3));
  check(x === 3 && steps === 123, "comma");
  void step(4);
  check(steps === 1234, "void");
  return 0;
}
