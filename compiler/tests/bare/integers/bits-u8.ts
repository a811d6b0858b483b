// Bit operations of u8.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x0 = hide<u8>(1);
  check(clz(x0) === 7, "clz 0");
  check(ctz(x0) === 0, "ctz 0");
  check(popcount(x0) === 1, "popcount 0");
  check(rotl(x0, 1) === 2, "rotl 0 by 1");
  check(rotl(x0, 5) === 32, "rotl 0 by 5");
  check(rotl(x0, 7) === 128, "rotl 0 by 7");
  const x1 = hide<u8>(44);
  check(clz(x1) === 2, "clz 1");
  check(ctz(x1) === 2, "ctz 1");
  check(popcount(x1) === 3, "popcount 1");
  check(rotl(x1, 1) === 88, "rotl 1 by 1");
  check(rotl(x1, 5) === 133, "rotl 1 by 5");
  check(rotl(x1, 7) === 22, "rotl 1 by 7");
  const x2 = hide<u8>(181);
  check(clz(x2) === 0, "clz 2");
  check(ctz(x2) === 0, "ctz 2");
  check(popcount(x2) === 5, "popcount 2");
  check(rotl(x2, 1) === 107, "rotl 2 by 1");
  check(rotl(x2, 5) === 182, "rotl 2 by 5");
  check(rotl(x2, 7) === 218, "rotl 2 by 7");
  const x3 = hide<u8>(128);
  check(clz(x3) === 0, "clz 3");
  check(ctz(x3) === 7, "ctz 3");
  check(popcount(x3) === 1, "popcount 3");
  check(rotl(x3, 1) === 1, "rotl 3 by 1");
  check(rotl(x3, 5) === 16, "rotl 3 by 5");
  check(rotl(x3, 7) === 64, "rotl 3 by 7");
  const zero = hide<u8>(0);
  check(clz(zero) === 8 && ctz(zero) === 8 && popcount(zero) === 0, "zero");
  check(min(x1, x0) === 1 && max(x1, x0) === 44, "min, max");
  check(min(x3, x0) === 1, "min of the top bit");
  return 0;
}
