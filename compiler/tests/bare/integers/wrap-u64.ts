// Arithmetic on u64 wraps modulo 2^64.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const top = hide<u64>(18446744073709551615);
  const low = hide<u64>(0);
  const a = hide<u64>(1425089352415399810);
  const b = hide<u64>(438420855215531866);
  check(top + 1 === 0, "top + 1");
  check(low - 1 === 18446744073709551615, "low - 1");
  check(a + b === 1863510207630931676, "a + b");
  check(a - b === 986668497199867944, "a - b");
  check(b - a === 17460075576509683672, "b - a");
  check(a * b === 7413716534601695668, "a * b");
  check(-a === 17021654721294151806, "-a");
  check(~a === 17021654721294151805, "~a");
  check((a & b) === 145387534173079298, "a & b");
  check((a | b) === 1718122673457852378, "a | b");
  check((a ^ b) === 1572735139284773080, "a ^ b");
  const sum = top + top;
  check(sum === 18446744073709551614, "top + top");
  return 0;
}
