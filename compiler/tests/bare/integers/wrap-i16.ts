// Arithmetic on i16 wraps modulo 2^16.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const top = hide<i16>(32767);
  const low = hide<i16>(-32768);
  const a = hide<i16>(20354);
  const b = hide<i16>(-22694);
  check(top + 1 === -32768, "top + 1");
  check(low - 1 === 32767, "low - 1");
  check(a + b === -2340, "a + b");
  check(a - b === -22488, "a - b");
  check(b - a === 22488, "b - a");
  check(a * b === -15948, "a * b");
  check(-a === -20354, "-a");
  check(~a === -20355, "~a");
  check((a & b) === 1794, "a & b");
  check((a | b) === -4134, "a | b");
  check((a ^ b) === -5928, "a ^ b");
  const sum = top + top;
  check(sum === -2, "top + top");
  return 0;
}
