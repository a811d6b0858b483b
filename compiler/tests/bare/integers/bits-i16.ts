// Bit operations of i16.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x0 = hide<i16>(1);
  check(clz(x0) === 15, "clz 0");
  check(ctz(x0) === 0, "ctz 0");
  check(popcount(x0) === 1, "popcount 0");
  check(bswap(x0) === 256, "bswap 0");
  check(rotl(x0, 1) === 2, "rotl 0 by 1");
  check(rotl(x0, 5) === 32, "rotl 0 by 5");
  check(rotl(x0, 15) === -32768, "rotl 0 by 15");
  const x1 = hide<i16>(44);
  check(clz(x1) === 10, "clz 1");
  check(ctz(x1) === 2, "ctz 1");
  check(popcount(x1) === 3, "popcount 1");
  check(bswap(x1) === 11264, "bswap 1");
  check(rotl(x1, 1) === 88, "rotl 1 by 1");
  check(rotl(x1, 5) === 1408, "rotl 1 by 5");
  check(rotl(x1, 15) === 22, "rotl 1 by 15");
  const x2 = hide<i16>(-19037);
  check(clz(x2) === 0, "clz 2");
  check(ctz(x2) === 0, "ctz 2");
  check(popcount(x2) === 9, "popcount 2");
  check(bswap(x2) === -23627, "bswap 2");
  check(rotl(x2, 1) === 27463, "rotl 2 by 1");
  check(rotl(x2, 5) === -19338, "rotl 2 by 5");
  check(rotl(x2, 15) === -9519, "rotl 2 by 15");
  const x3 = hide<i16>(-32768);
  check(clz(x3) === 0, "clz 3");
  check(ctz(x3) === 15, "ctz 3");
  check(popcount(x3) === 1, "popcount 3");
  check(bswap(x3) === 128, "bswap 3");
  check(rotl(x3, 1) === 1, "rotl 3 by 1");
  check(rotl(x3, 5) === 16, "rotl 3 by 5");
  check(rotl(x3, 15) === 16384, "rotl 3 by 15");
  const zero = hide<i16>(0);
  check(clz(zero) === 16 && ctz(zero) === 16 && popcount(zero) === 0, "zero");
  check(min(x1, x0) === 1 && max(x1, x0) === 44, "min, max");
  check(min(x3, x0) === -32768, "min of the top bit");
  return 0;
}
