// An arrow sees and makes changes of the captured variable.
import { check } from "../lib/check.ts";

function times(n: u32, f: (i: u32) => void): void {
  for (let i: u32 = 0; i < n; i++) f(i);
}
export function main(): i32 {
  let sum: u32 = 0;
  times(5, (i: u32): void => {
    sum += i;
  });
  check(sum === 10, "the change is seen outside");
  let factor: u32 = 1;
  const scaled = (n: u32): u32 => n * factor;
  factor = 7;
  check(scaled(6) === 42, "a later change is seen inside");
  return 0;
}
