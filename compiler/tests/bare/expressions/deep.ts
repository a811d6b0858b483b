// Deeply nested expressions keep their precedence.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const a = hide<u32>(6);
  const b = hide<u32>(3);
  check(a + b * 2 - ((a / b) % 2) === 12, "arithmetic");
  check((a | (((b << 2) & 0xc) ^ 5)) === (a | (((b << 2) & 0xc) ^ 5)), "bits");
  check(a - b - 1 === 2 && a / b / 2 === 1 && (a % 4) * 2 === 4, "left to right");
  check(!(a < b) && a > b === true && (a & 1) === 0, "comparisons");
  check((a > 5 && b > 5) || (b === 3 && a === 6), "&& before ||");
  check((((((((a + 1) * 2 - 3) << 1) ^ 7) | 8) & 0x1f) >>> 1) + 1 === 13, "nested");
  return 0;
}
