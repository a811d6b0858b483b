// A float converts toward zero and saturates; NaN gives 0.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  check(i32(hide<f64>(3.99)) === 3, "3.99");
  check(i32(hide<f64>(-3.99)) === -3, "-3.99");
  check(u8(hide<f64>(300.5)) === 255, "above");
  check(u8(hide<f64>(-1.5)) === 0, "below");
  check(i8(hide<f64>(-1000)) === -128, "i8 below");
  check(i64(hide<f64>(1e300)) === 9223372036854775807, "i64 above");
  check(u64(hide<f64>(1e300)) === 0xffff_ffff_ffff_ffff, "u64 above");
  const zero = hide<f64>(0);
  check(i32(zero / zero) === 0, "NaN");
  check(u32(hide<f32>(4000000000)) === 4000000000, "f32 to u32");
  check(i64(hide<f64>(-9007199254740993)) === -9007199254740992, "53 bits");
  return 0;
}
