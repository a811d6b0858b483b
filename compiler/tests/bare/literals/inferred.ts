// A const without a type takes the width of its initialiser.
import { check, hide } from "../lib/check.ts";

function wide(): u64 {
  return 0x1_0000_0000;
}
export function main(): i32 {
  const a = wide();
  const b = a + 1;
  const c = b * 2;
  check(c === 0x2_0000_0002, "64 bits all along");
  const d = u8(c) + 254;
  check(d === 0, "u8 wraps");
  const e = hide<i16>(-3) * 2;
  check(e === -6, "i16");
  return 0;
}
