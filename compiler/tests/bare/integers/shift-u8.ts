// Shifts of u8: >> is logical, >>> is logical, counts are masked to 7.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x = hide<u8>(74);
  const n1 = hide<u8>(1);
  check(x << n1 === 148, "<< 1");
  check(x >> n1 === 37, ">> 1");
  check(x >>> n1 === 37, ">>> 1");
  const n3 = hide<u8>(3);
  check(x << n3 === 80, "<< 3");
  check(x >> n3 === 9, ">> 3");
  check(x >>> n3 === 9, ">>> 3");
  const n7 = hide<u8>(7);
  check(x << n7 === 0, "<< 7");
  check(x >> n7 === 0, ">> 7");
  check(x >>> n7 === 0, ">>> 7");
  const n8 = hide<u8>(8);
  check(x << n8 === 74, "<< 8");
  check(x >> n8 === 74, ">> 8");
  check(x >>> n8 === 74, ">>> 8");
  const n10 = hide<u8>(10);
  check(x << n10 === 40, "<< 10");
  check(x >> n10 === 18, ">> 10");
  check(x >>> n10 === 18, ">>> 10");
  check(x << 2 === 40, "<< constant");
  check(x >> 2 === 18, ">> constant");
  return 0;
}
