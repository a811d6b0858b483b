// Compound assignment and increments of a i64 place have its width, and their value is the new or old one.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let x = hide<i64>(1425089352415399810);
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
  x = 9223372036854775807;
  x >>= 3;
  check(x === 1152921504606846975, ">>=");
  x /= 3;
  check(x === 384307168202282325, "/=");
  x %= 5;
  check(x === 0, "%=");
  x = 9223372036854775807;
  const old = x++;
  check(old === 9223372036854775807 && x === -9223372036854775808, "x++ wraps and gives the old value");
  const now = --x;
  check(now === 9223372036854775807 && x === 9223372036854775807, "--x gives the new value");
  const before = x--;
  check(
    before === 9223372036854775807 && x === 9223372036854775806 && ++x === 9223372036854775807,
    "x-- and ++x",
  );
  return 0;
}
