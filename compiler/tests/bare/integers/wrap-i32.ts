// Arithmetic on i32 wraps modulo 2^32.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const top = hide<i32>(2147483647);
  const low = hide<i32>(-2147483648);
  const a = hide<i32>(803819394);
  const b = hide<i32>(-381769894);
  check(top + 1 === -2147483648, "top + 1");
  check(low - 1 === 2147483647, "low - 1");
  check(a + b === 422049500, "a + b");
  check(a - b === 1185589288, "a - b");
  check(b - a === -1185589288, "b - a");
  check(a * b === -1637891660, "a * b");
  check(-a === -803819394, "-a");
  check(~a === -803819395, "~a");
  check((a & b) === 690489090, "a & b");
  check((a | b) === -268439590, "a | b");
  check((a ^ b) === -958928680, "a ^ b");
  const sum = top + top;
  check(sum === -2, "top + top");
  return 0;
}
