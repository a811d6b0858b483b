// An inner block's name hides the outer one.
import { check } from "../lib/check.ts";

export function main(): i32 {
  const x: u32 = 1;
  let total: u32 = 0;
  {
    const x: u64 = 0x1_0000_0000;
    total += u32(x >> 32);
  }
  for (let x: u32 = 10; x < 12; x++) total += x;
  check(x === 1 && total === 22, "shadowing");
  return 0;
}
