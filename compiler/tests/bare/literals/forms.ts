// Every form of integer literal is exact.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  check(hide<u32>(0x7fff_ffff) === 2147483647, "hexadecimal");
  check(hide<u8>(0b1010_0101) === 165, "binary");
  check(hide<u16>(0o777) === 511, "octal");
  check(hide<u64>(18_446_744_073_709_551_615) === 0xffff_ffff_ffff_ffff, "the greatest u64");
  check(hide<u64>(9007199254740993) - 9007199254740992 === 1, "above 2^53");
  check(hide<i64>(-9_223_372_036_854_775_808) < 0, "the least i64");
  check(hide<u64>(0xffff_ffff_8000_0000) >> 31 === 0x1_ffff_ffff, "an address");
  return 0;
}
