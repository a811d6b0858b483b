// Arithmetic on i8 wraps modulo 2^8.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const top = hide<i8>(127);
  const low = hide<i8>(-128);
  const a = hide<i8>(-126);
  const b = hide<i8>(90);
  check(top + 1 === -128, "top + 1");
  check(low - 1 === 127, "low - 1");
  check(a + b === -36, "a + b");
  check(a - b === 40, "a - b");
  check(b - a === -40, "b - a");
  check(a * b === -76, "a * b");
  check(-a === 126, "-a");
  check(~a === 125, "~a");
  check((a & b) === 2, "a & b");
  check((a | b) === -38, "a | b");
  check((a ^ b) === -40, "a ^ b");
  const sum = top + top;
  check(sum === -2, "top + top");
  return 0;
}
