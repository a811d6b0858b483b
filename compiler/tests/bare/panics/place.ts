// The message names file and line.
// aborts: panics/place.ts:8
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const s = newArray<u16>(2);
  const at = hide<u64>(2);
  s[at] = 7;
  check(false, "not reached");
  return 0;
}
