// f64 is IEEE double.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const a = hide<f64>(0.1);
  const b = hide<f64>(0.2);
  check(a + b === 0.30000000000000004, "0.1 + 0.2");
  check(a + b !== 0.3, "is not 0.3");
  check(b - a === 0.1, "difference");
  check(hide<f64>(7) / 2 === 3.5, "quotient");
  check(hide<f64>(1.5) * hide<f64>(-4) === -6, "product");
  check(-hide<f64>(2.5) === -2.5, "negation");
  let x = hide<f64>(1);
  x += 0.5;
  x *= 3;
  x -= 0.25;
  x /= 2;
  check(x === 2.125, "compound assignment");
  return 0;
}
