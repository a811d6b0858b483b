// A literal takes the float's type on either side.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x = hide<f64>(2.5);
  check(2 < x && x < 3 && 2.5 === x && x !== 2, "literals");
  const y: f64 = hide<boolean>(true) ? 1 : 0.5;
  check(y === 1, "in a conditional");
  const half: f32 = 0.5;
  check(half * 4 === 2, "single");
  return 0;
}
