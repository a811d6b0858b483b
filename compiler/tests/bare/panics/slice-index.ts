// An index outside a slice ends the program with a message.
// aborts: index 4 is out of range: length 4
import { check } from "../lib/check.ts";

export function main(): i32 {
  const s = newArray<u32>(4);
  let sum: u32 = 0;
  for (let i: u64 = 0; i <= 4; i++) sum += s[i];
  check(sum === 1, "not reached");
  return 0;
}
