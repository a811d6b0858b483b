// Compound assignment and increments of a u64 place have its width, and their value is the new or old one.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let x = hide<u64>(1425089352415399810);
  x += 77;
  check(x === 1425089352415399887, "+= 77");
  x -= 100;
  check(x === 1425089352415399787, "-= 100");
  x *= 13;
  check(x === 79417507690645615, "*= 13");
  x ^= 85;
  check(x === 79417507690645562, "^= 85");
  x |= 9;
  check(x === 79417507690645563, "|= 9");
  x &= 111;
  check(x === 43, "&= 111");
  x <<= 1;
  check(x === 86, "<<=");
  x = 18446744073709551615;
  x >>= 3;
  check(x === 2305843009213693951, ">>=");
  x /= 3;
  check(x === 768614336404564650, "/=");
  x %= 5;
  check(x === 0, "%=");
  x = 18446744073709551615;
  const old = x++;
  check(old === 18446744073709551615 && x === 0, "x++ wraps and gives the old value");
  const now = --x;
  check(now === 18446744073709551615 && x === 18446744073709551615, "--x gives the new value");
  const before = x--;
  check(
    before === 18446744073709551615 && x === 18446744073709551614 && ++x === 18446744073709551615,
    "x-- and ++x",
  );
  return 0;
}
