// NaN, infinities and the negative zero compare as IEEE says.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const zero = hide<f64>(0);
  const nan = zero / zero;
  const infinity = hide<f64>(1) / zero;
  check(nan !== nan, "NaN is not itself");
  check(!(nan === nan) && !(nan < 1) && !(nan > 1) && !(nan <= nan) && !(nan >= nan), "nor ordered");
  check(infinity > 1.7976931348623157e308, "infinity is above all");
  check(-infinity < -1.7976931348623157e308, "minus infinity below");
  check(infinity - infinity !== infinity - infinity, "their difference is NaN");
  const minusZero = -zero;
  check(minusZero === zero, "the zeros are equal");
  check(bitcast<u64>(minusZero) === 0x8000_0000_0000_0000, "and have different bits");
  check(hide<f64>(1) / minusZero === -infinity, "and reciprocals");
  return 0;
}
