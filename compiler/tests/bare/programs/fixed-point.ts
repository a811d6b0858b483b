// 16.16 fixed-point arithmetic: square root and sine by series.
import { check, hide } from "../lib/check.ts";

type Fixed = i32;

function multiply(a: Fixed, b: Fixed): Fixed {
  return i32((i64(a) * i64(b)) >> 16);
}
function divide(a: Fixed, b: Fixed): Fixed {
  return i32((i64(a) << 16) / i64(b));
}
function root(x: Fixed): Fixed {
  let guess: Fixed = x;
  for (let i: u32 = 0; i < 20; i++) guess = (guess + divide(x, guess)) / 2;
  return guess;
}
function sine(x: Fixed): Fixed {
  const x2 = multiply(x, x);
  const x3 = multiply(x2, x);
  const x5 = multiply(x3, x2);
  return x - x3 / 6 + x5 / 120;
}
function near(a: Fixed, b: Fixed): boolean {
  const d = a - b;
  return d > -40 && d < 40;
}
export function main(): i32 {
  check(near(root(hide<i32>(2 << 16)), 92682), "root of 2");
  check(near(sine(hide<i32>(32768)), 31420), "sine of a half");
  check(multiply(-65536, hide<i32>(98304)) === -98304 && divide(-65536, 131072) === -32768, "signs");
  return 0;
}
