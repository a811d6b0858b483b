// A negative index is far outside.
// aborts: is out of range: length 3
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let a!: FixedArray<u8, 3>;
  const x = a[hide<i32>(-1)];
  check(x === 1, "not reached");
  return 0;
}
