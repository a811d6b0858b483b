// Compound assignment and increments of a i32 place have its width, and their value is the new or old one.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let x = hide<i32>(803819394);
  x += 77;
  check(x === 803819471, "+= 77");
  x -= 100;
  check(x === 803819371, "-= 100");
  x *= 13;
  check(x === 1859717231, "*= 13");
  x ^= 85;
  check(x === 1859717178, "^= 85");
  x |= 9;
  check(x === 1859717179, "|= 9");
  x &= 111;
  check(x === 43, "&= 111");
  x <<= 1;
  check(x === 86, "<<=");
  x = 2147483647;
  x >>= 3;
  check(x === 268435455, ">>=");
  x /= 3;
  check(x === 89478485, "/=");
  x %= 5;
  check(x === 0, "%=");
  x = 2147483647;
  const old = x++;
  check(old === 2147483647 && x === -2147483648, "x++ wraps and gives the old value");
  const now = --x;
  check(now === 2147483647 && x === 2147483647, "--x gives the new value");
  const before = x--;
  check(before === 2147483647 && x === 2147483646 && ++x === 2147483647, "x-- and ++x");
  return 0;
}
