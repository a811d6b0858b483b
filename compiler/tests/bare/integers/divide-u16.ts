// Division of u16 truncates toward zero; the remainder has the sign of the dividend.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const n0 = hide<u16>(100);
  const d0 = hide<u16>(7);
  check(n0 / d0 === 14, "100 / 7");
  check(n0 % d0 === 2, "100 % 7");
  check(n0 / 7 === 14, "100 / constant 7");
  check(n0 % 7 === 2, "100 % constant 7");
  const n1 = hide<u16>(65535);
  const d1 = hide<u16>(3);
  check(n1 / d1 === 21845, "65535 / 3");
  check(n1 % d1 === 0, "65535 % 3");
  check(n1 / 3 === 21845, "65535 / constant 3");
  check(n1 % 3 === 0, "65535 % constant 3");
  const n2 = hide<u16>(65535);
  const d2 = hide<u16>(10);
  check(n2 / d2 === 6553, "65535 / 10");
  check(n2 % d2 === 5, "65535 % 10");
  check(n2 / 10 === 6553, "65535 / constant 10");
  check(n2 % 10 === 5, "65535 % constant 10");
  return 0;
}
