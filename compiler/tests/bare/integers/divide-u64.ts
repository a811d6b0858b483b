// Division of u64 truncates toward zero; the remainder has the sign of the dividend.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const n0 = hide<u64>(100);
  const d0 = hide<u64>(7);
  check(n0 / d0 === 14, "100 / 7");
  check(n0 % d0 === 2, "100 % 7");
  check(n0 / 7 === 14, "100 / constant 7");
  check(n0 % 7 === 2, "100 % constant 7");
  const n1 = hide<u64>(18446744073709551615);
  const d1 = hide<u64>(3);
  check(n1 / d1 === 6148914691236517205, "18446744073709551615 / 3");
  check(n1 % d1 === 0, "18446744073709551615 % 3");
  check(n1 / 3 === 6148914691236517205, "18446744073709551615 / constant 3");
  check(n1 % 3 === 0, "18446744073709551615 % constant 3");
  const n2 = hide<u64>(18446744073709551615);
  const d2 = hide<u64>(10);
  check(n2 / d2 === 1844674407370955161, "18446744073709551615 / 10");
  check(n2 % d2 === 5, "18446744073709551615 % 10");
  check(n2 / 10 === 1844674407370955161, "18446744073709551615 / constant 10");
  check(n2 % 10 === 5, "18446744073709551615 % constant 10");
  return 0;
}
