// So does a remainder.
// aborts: panics/remainder.ts:8
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let x = hide<i64>(100);
  const zero = hide<i64>(0);
  x %= zero;
  check(x === 1, "not reached");
  return 0;
}
