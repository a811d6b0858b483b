// Compound assignment and increments of a i16 place have its width, and their value is the new or old one.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let x = hide<i16>(20354);
  x += 77;
  check(x === 20431, "+= 77");
  x -= 100;
  check(x === 20331, "-= 100");
  x *= 13;
  check(x === 2159, "*= 13");
  x ^= 85;
  check(x === 2106, "^= 85");
  x |= 9;
  check(x === 2107, "|= 9");
  x &= 111;
  check(x === 43, "&= 111");
  x <<= 1;
  check(x === 86, "<<=");
  x = 32767;
  x >>= 3;
  check(x === 4095, ">>=");
  x /= 3;
  check(x === 1365, "/=");
  x %= 5;
  check(x === 0, "%=");
  x = 32767;
  const old = x++;
  check(old === 32767 && x === -32768, "x++ wraps and gives the old value");
  const now = --x;
  check(now === 32767 && x === 32767, "--x gives the new value");
  const before = x--;
  check(before === 32767 && x === 32766 && ++x === 32767, "x-- and ++x");
  return 0;
}
