// Arithmetic on u8 wraps modulo 2^8.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const top = hide<u8>(255);
  const low = hide<u8>(0);
  const a = hide<u8>(130);
  const b = hide<u8>(90);
  check(top + 1 === 0, "top + 1");
  check(low - 1 === 255, "low - 1");
  check(a + b === 220, "a + b");
  check(a - b === 40, "a - b");
  check(b - a === 216, "b - a");
  check(a * b === 180, "a * b");
  check(-a === 126, "-a");
  check(~a === 125, "~a");
  check((a & b) === 2, "a & b");
  check((a | b) === 218, "a | b");
  check((a ^ b) === 216, "a ^ b");
  const sum = top + top;
  check(sum === 254, "top + top");
  return 0;
}
