// sqrt, min and max of floats.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  check(sqrt(hide<f64>(2)) === 1.4142135623730951, "sqrt(2)");
  check(sqrt(hide<f64>(144)) === 12, "sqrt(144)");
  check(sqrt(hide<f32>(9)) === 3, "single precision");
  const bad = sqrt(hide<f64>(-1));
  check(bad !== bad, "sqrt(-1)");
  check(min(hide<f64>(1.5), hide<f64>(-2)) === -2, "min");
  check(max(hide<f64>(1.5), hide<f64>(-2)) === 1.5, "max");
  return 0;
}
