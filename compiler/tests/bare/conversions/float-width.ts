// f64 to f32 rounds, f32 to f64 is exact.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const third = hide<f64>(1) / 3;
  const narrow = f32(third);
  check(f64(narrow) !== third, "precision is lost");
  check(f64(narrow) > 0.33333334 && f64(narrow) < 0.33333336, "and stays near");
  check(f64(hide<f32>(0.5)) === 0.5, "exact");
  check(f32(hide<f64>(1e300)) > hide<f32>(3.4e38), "overflows to infinity");
  return 0;
}
