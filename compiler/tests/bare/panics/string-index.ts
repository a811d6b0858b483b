// byteAt is checked.
// aborts: index 5 is out of range: length 5
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const s = hide<string>("osier");
  check(s.byteAt(hide<u64>(5)) === 1, "not reached");
  return 0;
}
