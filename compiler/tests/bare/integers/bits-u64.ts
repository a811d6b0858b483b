// Bit operations of u64.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x0 = hide<u64>(1);
  check(clz(x0) === 63, "clz 0");
  check(ctz(x0) === 0, "ctz 0");
  check(popcount(x0) === 1, "popcount 0");
  check(bswap(x0) === 72057594037927936, "bswap 0");
  check(rotl(x0, 1) === 2, "rotl 0 by 1");
  check(rotl(x0, 5) === 32, "rotl 0 by 5");
  check(rotl(x0, 63) === 9223372036854775808, "rotl 0 by 63");
  const x1 = hide<u64>(44);
  check(clz(x1) === 58, "clz 1");
  check(ctz(x1) === 2, "ctz 1");
  check(popcount(x1) === 3, "popcount 1");
  check(bswap(x1) === 3170534137668829184, "bswap 1");
  check(rotl(x1, 1) === 88, "rotl 1 by 1");
  check(rotl(x1, 5) === 1408, "rotl 1 by 5");
  check(rotl(x1, 63) === 22, "rotl 1 by 63");
  const x2 = hide<u64>(13088524680681391764);
  check(clz(x2) === 0, "clz 2");
  check(ctz(x2) === 2, "ctz 2");
  check(popcount(x2) === 34, "popcount 2");
  check(bswap(x2) === 10702508616327865269, "bswap 2");
  check(rotl(x2, 1) === 7730305287653231913, "rotl 2 by 1");
  check(rotl(x2, 5) === 13004420160194400918, "rotl 2 by 5");
  check(rotl(x2, 63) === 6544262340340695882, "rotl 2 by 63");
  const x3 = hide<u64>(9223372036854775808);
  check(clz(x3) === 0, "clz 3");
  check(ctz(x3) === 63, "ctz 3");
  check(popcount(x3) === 1, "popcount 3");
  check(bswap(x3) === 128, "bswap 3");
  check(rotl(x3, 1) === 1, "rotl 3 by 1");
  check(rotl(x3, 5) === 16, "rotl 3 by 5");
  check(rotl(x3, 63) === 4611686018427387904, "rotl 3 by 63");
  const zero = hide<u64>(0);
  check(clz(zero) === 64 && ctz(zero) === 64 && popcount(zero) === 0, "zero");
  check(min(x1, x0) === 1 && max(x1, x0) === 44, "min, max");
  check(min(x3, x0) === 1, "min of the top bit");
  return 0;
}
