// A narrower width keeps the low bits.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x = hide<u64>(0xfedc_ba98_7654_3210);
  check(u32(x) === 0x7654_3210, "u32");
  check(u16(x) === 0x3210, "u16");
  check(u8(x) === 0x10, "u8");
  check(i32(hide<u64>(0x1_8000_0000)) === -2147483648, "i32 of a set top bit");
  check(i16(hide<i32>(-65537)) === -1, "i16");
  check(i8(hide<i64>(0x1ff)) === -1, "i8");
  check(u8(hide<i32>(-1)) === 255, "u8 of -1");
  check(u32(-1) === 0xffff_ffff, "a constant wraps in a conversion");
  check(u64(-1) === 0xffff_ffff_ffff_ffff, "u64(-1)");
  return 0;
}
