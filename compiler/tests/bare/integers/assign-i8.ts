// Compound assignment and increments of a i8 place have its width, and their value is the new or old one.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let x = hide<i8>(-126);
  x += 77;
  check(x === -49, "+= 77");
  x -= 100;
  check(x === 107, "-= 100");
  x *= 13;
  check(x === 111, "*= 13");
  x ^= 85;
  check(x === 58, "^= 85");
  x |= 9;
  check(x === 59, "|= 9");
  x &= 111;
  check(x === 43, "&= 111");
  x <<= 1;
  check(x === 86, "<<=");
  x = 127;
  x >>= 3;
  check(x === 15, ">>=");
  x /= 3;
  check(x === 5, "/=");
  x %= 5;
  check(x === 0, "%=");
  x = 127;
  const old = x++;
  check(old === 127 && x === -128, "x++ wraps and gives the old value");
  const now = --x;
  check(now === 127 && x === 127, "--x gives the new value");
  const before = x--;
  check(before === 127 && x === 126 && ++x === 127, "x-- and ++x");
  return 0;
}
