// A switch on integers of several widths, default anywhere.
import { check, hide } from "../lib/check.ts";

function name(n: u32): u32 {
  switch (n) {
    case 1:
      return 10;
    default:
      return 99;
    case 2:
    case 3:
      return 20;
    case 0xffff_ffff:
      return 30;
  }
}
function sign(n: i64): i32 {
  switch (n) {
    case -1:
      return -10;
    case 0x7fff_ffff_ffff_ffff:
      return 1;
  }
  return 0;
}
export function main(): i32 {
  check(name(hide<u32>(1)) === 10 && name(2) === 20 && name(3) === 20, "cases");
  check(name(4) === 99 && name(0xffff_ffff) === 30, "default in the middle");
  check(sign(hide<i64>(-1)) === -10 && sign(9223372036854775807) === 1 && sign(5) === 0, "i64");
  return 0;
}
