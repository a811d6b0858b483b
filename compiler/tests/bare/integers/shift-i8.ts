// Shifts of i8: >> keeps the sign, >>> is logical, counts are masked to 7.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x = hide<i8>(-108);
  const n1 = hide<i8>(1);
  check(x << n1 === 40, "<< 1");
  check(x >> n1 === -54, ">> 1");
  check(x >>> n1 === 74, ">>> 1");
  const n3 = hide<i8>(3);
  check(x << n3 === -96, "<< 3");
  check(x >> n3 === -14, ">> 3");
  check(x >>> n3 === 18, ">>> 3");
  const n7 = hide<i8>(7);
  check(x << n7 === 0, "<< 7");
  check(x >> n7 === -1, ">> 7");
  check(x >>> n7 === 1, ">>> 7");
  const n8 = hide<i8>(8);
  check(x << n8 === -108, "<< 8");
  check(x >> n8 === -108, ">> 8");
  check(x >>> n8 === -108, ">>> 8");
  const n10 = hide<i8>(10);
  check(x << n10 === 80, "<< 10");
  check(x >> n10 === -27, ">> 10");
  check(x >>> n10 === 37, ">>> 10");
  check(x << 2 === 80, "<< constant");
  check(x >> 2 === -27, ">> constant");
  return 0;
}
