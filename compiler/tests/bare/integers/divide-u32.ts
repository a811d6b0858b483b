// Division of u32 truncates toward zero; the remainder has the sign of the dividend.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const n0 = hide<u32>(100);
  const d0 = hide<u32>(7);
  check(n0 / d0 === 14, "100 / 7");
  check(n0 % d0 === 2, "100 % 7");
  check(n0 / 7 === 14, "100 / constant 7");
  check(n0 % 7 === 2, "100 % constant 7");
  const n1 = hide<u32>(4294967295);
  const d1 = hide<u32>(3);
  check(n1 / d1 === 1431655765, "4294967295 / 3");
  check(n1 % d1 === 0, "4294967295 % 3");
  check(n1 / 3 === 1431655765, "4294967295 / constant 3");
  check(n1 % 3 === 0, "4294967295 % constant 3");
  const n2 = hide<u32>(4294967295);
  const d2 = hide<u32>(10);
  check(n2 / d2 === 429496729, "4294967295 / 10");
  check(n2 % d2 === 5, "4294967295 % 10");
  check(n2 / 10 === 429496729, "4294967295 / constant 10");
  check(n2 % 10 === 5, "4294967295 % constant 10");
  return 0;
}
