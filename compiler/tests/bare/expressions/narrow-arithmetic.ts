// Intermediate results have the operands' width, not the machine's.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const a = hide<u8>(200);
  const b = hide<u8>(100);
  check(!(a + b > 255) && a + b < a, "the sum of bytes is a byte");
  check((a << 4) >> 4 === 8, "bits shifted out are gone");
  check((a * b) / b === 32 / 100, "the product wraps before the quotient");
  check(u32(a) + u32(b) === 300 && u32(a + b) === 44, "conversion before or after");
  const c = hide<i8>(-128);
  check(-c === c && c - 1 === 127, "the least i8");
  check(~a === 55 && (~a & 0xff) === 55, "complement");
  const d = hide<u16>(0xff00);
  check(d >> 8 === 0xff && d << 8 === 0 && bswap(d) === 0xff, "u16");
  check(hide<i16>(-2) >> 1 === -1 && hide<i16>(-2) >>> 1 === 0x7fff, "i16");
  return 0;
}
