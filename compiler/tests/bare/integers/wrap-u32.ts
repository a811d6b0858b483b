// Arithmetic on u32 wraps modulo 2^32.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const top = hide<u32>(4294967295);
  const low = hide<u32>(0);
  const a = hide<u32>(803819394);
  const b = hide<u32>(3913197402);
  check(top + 1 === 0, "top + 1");
  check(low - 1 === 4294967295, "low - 1");
  check(a + b === 422049500, "a + b");
  check(a - b === 1185589288, "a - b");
  check(b - a === 3109378008, "b - a");
  check(a * b === 2657075636, "a * b");
  check(-a === 3491147902, "-a");
  check(~a === 3491147901, "~a");
  check((a & b) === 690489090, "a & b");
  check((a | b) === 4026527706, "a | b");
  check((a ^ b) === 3336038616, "a ^ b");
  const sum = top + top;
  check(sum === 4294967294, "top + top");
  return 0;
}
