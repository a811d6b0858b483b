// The bounds of a part are checked.
// aborts: is out of range
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let a!: FixedArray<u8, 10>;
  const part = a.slice().subslice(hide<u64>(4), hide<u64>(11));
  check(part.length === 1, "not reached");
  return 0;
}
