// Division of u8 truncates toward zero; the remainder has the sign of the dividend.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const n0 = hide<u8>(100);
  const d0 = hide<u8>(7);
  check(n0 / d0 === 14, "100 / 7");
  check(n0 % d0 === 2, "100 % 7");
  check(n0 / 7 === 14, "100 / constant 7");
  check(n0 % 7 === 2, "100 % constant 7");
  const n1 = hide<u8>(255);
  const d1 = hide<u8>(3);
  check(n1 / d1 === 85, "255 / 3");
  check(n1 % d1 === 0, "255 % 3");
  check(n1 / 3 === 85, "255 / constant 3");
  check(n1 % 3 === 0, "255 % constant 3");
  const n2 = hide<u8>(255);
  const d2 = hide<u8>(10);
  check(n2 / d2 === 25, "255 / 10");
  check(n2 % d2 === 5, "255 % 10");
  check(n2 / 10 === 25, "255 / constant 10");
  check(n2 % 10 === 5, "255 % constant 10");
  return 0;
}
