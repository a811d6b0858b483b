// An integer converts to the nearest float, by its own sign.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  check(f64(hide<i32>(-7)) === -7, "i32");
  check(f64(hide<u32>(0xffff_ffff)) === 4294967295, "u32");
  check(f64(hide<u64>(0xffff_ffff_ffff_ffff)) === 18446744073709551616, "u64 rounds up");
  check(f64(hide<i64>(-1)) === -1, "i64");
  check(f32(hide<u32>(16777217)) === 16777216, "f32 rounds to even");
  check(f64(hide<u8>(255)) / 2 === 127.5, "u8");
  return 0;
}
