// bitcast keeps the bits and changes their reading.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  check(bitcast<u64>(hide<f64>(1)) === 0x3ff0_0000_0000_0000, "1.0");
  check(bitcast<u32>(hide<f32>(-2)) === 0xc000_0000, "-2.0f");
  check(bitcast<f64>(hide<u64>(0x4009_21fb_5444_2d18)) > 3.14159, "pi");
  check(bitcast<f32>(hide<u32>(0x7f80_0000)) > hide<f32>(1e38), "infinity");
  check(bitcast<i64>(hide<u64>(0xffff_ffff_ffff_ffff)) === -1, "u64 to i64");
  return 0;
}
