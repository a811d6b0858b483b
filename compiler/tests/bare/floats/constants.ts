// A constant converted to f32 is rounded once, also where it becomes an f64 again.
import { check, hide } from "../lib/check.ts";

const big: f32 = 1081975187;

export function main(): i32 {
  check(f64(f32(i32(1081975187))) === 1081975168, "an integer constant");
  check(f64(big) === f64(hide<f32>(1081975168)), "a typed constant");
  check(f64(f32(f64(0.1))) !== 0.1, "a float constant");
  check(f64(f32(u64(9007199791611905))) === 9007200328482816, "rounded once, not by way of a double");
  return 0;
}
