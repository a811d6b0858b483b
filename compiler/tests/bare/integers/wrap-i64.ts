// Arithmetic on i64 wraps modulo 2^64.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const top = hide<i64>(9223372036854775807);
  const low = hide<i64>(-9223372036854775808);
  const a = hide<i64>(1425089352415399810);
  const b = hide<i64>(438420855215531866);
  check(top + 1 === -9223372036854775808, "top + 1");
  check(low - 1 === 9223372036854775807, "low - 1");
  check(a + b === 1863510207630931676, "a + b");
  check(a - b === 986668497199867944, "a - b");
  check(b - a === -986668497199867944, "b - a");
  check(a * b === 7413716534601695668, "a * b");
  check(-a === -1425089352415399810, "-a");
  check(~a === -1425089352415399811, "~a");
  check((a & b) === 145387534173079298, "a & b");
  check((a | b) === 1718122673457852378, "a | b");
  check((a ^ b) === 1572735139284773080, "a ^ b");
  const sum = top + top;
  check(sum === -2, "top + top");
  return 0;
}
