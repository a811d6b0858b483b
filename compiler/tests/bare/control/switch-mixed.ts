// Cases that are expressions, a switch on booleans, on wide values, and nested ones.
import { check, hide } from "../lib/check.ts";

const big: u64 = 0x8000_0000_0000_0001;

function kind(x: u64, special: u64): u32 {
  switch (x) {
    case special:
      return 1;
    case big:
      return 2;
    case 9007199254740993:
      return 3;
  }
  return 0;
}
function nested(a: u8, b: u8): u32 {
  switch (a) {
    case 1:
      switch (b) {
        case 1:
          return 11;
        case 2:
          break;
        default:
          return 10;
      }
      return 12;
    case 255:
      return 255;
  }
  return 0;
}
function truth(b: boolean): string {
  switch (b) {
    case true:
      return "yes";
    default:
      return "no";
  }
}
export function main(): i32 {
  check(kind(hide<u64>(5), 5) === 1 && kind(big, 5) === 2, "expressions");
  check(kind(9007199254740993, 0) === 3 && kind(9007199254740992, 0) === 0, "exact");
  check(kind(big, big) === 1, "in order");
  check(nested(hide<u8>(1), 2) === 12 && nested(1, 1) === 11 && nested(1, 3) === 10, "nested");
  check(nested(255, 0) === 255 && nested(2, 2) === 0, "u8");
  check(truth(hide<boolean>(true)) === "yes" && truth(false) === "no", "booleans");
  return 0;
}
