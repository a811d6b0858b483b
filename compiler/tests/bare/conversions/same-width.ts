// Between signs of one width the bits stay.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  check(i8(hide<u8>(0x80)) === -128, "u8 to i8");
  check(u8(hide<i8>(-1)) === 255, "i8 to u8");
  check(i64(hide<u64>(0xffff_ffff_ffff_fff0)) === -16, "u64 to i64");
  check(u64(hide<i64>(-1)) === 0xffff_ffff_ffff_ffff, "i64 to u64");
  check(usize(hide<u32>(7)) === 7 && isize(hide<i32>(-7)) === -7, "usize, isize");
  return 0;
}
