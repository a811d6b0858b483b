// Default parameters are filled in where the call leaves them out.
import { check } from "../lib/check.ts";

function area(width: u32, height: u32 = 3, scale: u64 = 0x1_0000_0000): u64 {
  return u64(width * height) * scale;
}
const standard: u32 = 7;
function next(n: u32 = standard): u32 {
  return n + 1;
}
export function main(): i32 {
  check(area(2) === 0x6_0000_0000, "two left out");
  check(area(2, 4) === 0x8_0000_0000, "one left out");
  check(area(2, 4, 1) === 8, "none left out");
  check(next() === 8 && next(1) === 2, "a constant as default");
  return 0;
}
