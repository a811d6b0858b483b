// Compound assignment and increments of a u8 place have its width, and their value is the new or old one.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let x = hide<u8>(130);
  x += 77;
  check(x === 207, "+= 77");
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
  x = 255;
  x >>= 3;
  check(x === 31, ">>=");
  x /= 3;
  check(x === 10, "/=");
  x %= 5;
  check(x === 0, "%=");
  x = 255;
  const old = x++;
  check(old === 255 && x === 0, "x++ wraps and gives the old value");
  const now = --x;
  check(now === 255 && x === 255, "--x gives the new value");
  const before = x--;
  check(before === 255 && x === 254 && ++x === 255, "x-- and ++x");
  return 0;
}
