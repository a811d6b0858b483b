// Small integers and booleans come back extended by their own sign.
import { check, hide } from "../lib/check.ts";

/** @inline never */
function minus(n: i8): i8 {
  return -n;
}
/** @inline never */
function high(n: u8): u8 {
  return n | 0x80;
}
/** @inline never */
function odd(n: u32): boolean {
  return (n & 1) === 1;
}
/** @inline never */
function half(n: i16): i16 {
  return n / 2;
}
export function main(): i32 {
  check(i64(minus(hide<i8>(100))) === -100, "i8");
  check(u64(high(hide<u8>(1))) === 0x81, "u8");
  check(u32(odd(7)) === 1 && !odd(8), "boolean");
  check(i32(half(hide<i16>(-7))) === -3, "i16");
  return 0;
}
