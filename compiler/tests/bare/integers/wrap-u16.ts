// Arithmetic on u16 wraps modulo 2^16.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const top = hide<u16>(65535);
  const low = hide<u16>(0);
  const a = hide<u16>(20354);
  const b = hide<u16>(42842);
  check(top + 1 === 0, "top + 1");
  check(low - 1 === 65535, "low - 1");
  check(a + b === 63196, "a + b");
  check(a - b === 43048, "a - b");
  check(b - a === 22488, "b - a");
  check(a * b === 49588, "a * b");
  check(-a === 45182, "-a");
  check(~a === 45181, "~a");
  check((a & b) === 1794, "a & b");
  check((a | b) === 61402, "a | b");
  check((a ^ b) === 59608, "a ^ b");
  const sum = top + top;
  check(sum === 65534, "top + top");
  return 0;
}
