// Unsigned values extend by zeros, signed ones by their sign, whatever the wider type's sign is.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  check(u64(hide<u8>(200)) === 200, "u8 to u64");
  check(i64(hide<u8>(200)) === 200, "u8 to i64");
  check(u32(hide<i8>(-2)) === 0xffff_fffe, "i8 to u32");
  check(i32(hide<i8>(-2)) === -2, "i8 to i32");
  check(u64(hide<i16>(-300)) === 0xffff_ffff_ffff_fed4, "i16 to u64");
  check(i64(hide<u32>(0xffff_ffff)) === 4294967295, "u32 to i64");
  check(i64(hide<i32>(-5)) === -5, "i32 to i64");
  check(u16(hide<u8>(0x80)) === 0x80, "u8 to u16");
  return 0;
}
