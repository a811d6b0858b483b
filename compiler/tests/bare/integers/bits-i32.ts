// Bit operations of i32.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  const x0 = hide<i32>(1);
  check(clz(x0) === 31, "clz 0");
  check(ctz(x0) === 0, "ctz 0");
  check(popcount(x0) === 1, "popcount 0");
  check(bswap(x0) === 16777216, "bswap 0");
  check(rotl(x0, 1) === 2, "rotl 0 by 1");
  check(rotl(x0, 5) === 32, "rotl 0 by 5");
  check(rotl(x0, 31) === -2147483648, "rotl 0 by 31");
  const x1 = hide<i32>(44);
  check(clz(x1) === 26, "clz 1");
  check(ctz(x1) === 2, "ctz 1");
  check(popcount(x1) === 3, "popcount 1");
  check(bswap(x1) === 738197504, "bswap 1");
  check(rotl(x1, 1) === 88, "rotl 1 by 1");
  check(rotl(x1, 5) === 1408, "rotl 1 by 5");
  check(rotl(x1, 31) === 22, "rotl 1 by 31");
  const x2 = hide<i32>(-1247557671);
  check(clz(x2) === 0, "clz 2");
  check(ctz(x2) === 0, "ctz 2");
  check(popcount(x2) === 19, "popcount 2");
  check(bswap(x2) === -641227851, "bswap 2");
  check(rotl(x2, 1) === 1799851955, "rotl 2 by 1");
  check(rotl(x2, 5) === -1267139786, "rotl 2 by 5");
  check(rotl(x2, 31) === -623778836, "rotl 2 by 31");
  const x3 = hide<i32>(-2147483648);
  check(clz(x3) === 0, "clz 3");
  check(ctz(x3) === 31, "ctz 3");
  check(popcount(x3) === 1, "popcount 3");
  check(bswap(x3) === 128, "bswap 3");
  check(rotl(x3, 1) === 1, "rotl 3 by 1");
  check(rotl(x3, 5) === 16, "rotl 3 by 5");
  check(rotl(x3, 31) === 1073741824, "rotl 3 by 31");
  const zero = hide<i32>(0);
  check(clz(zero) === 32 && ctz(zero) === 32 && popcount(zero) === 0, "zero");
  check(min(x1, x0) === 1 && max(x1, x0) === 44, "min, max");
  check(min(x3, x0) === -2147483648, "min of the top bit");
  return 0;
}
