// Module-level FixedArrays, of structs and of cells too.
import { check, hide } from "../lib/check.ts";

class Slot {
  used: boolean = false;
  id: u32 = 500;
}
let slots!: FixedArray<Embed<Slot>, 4>;
let counts!: FixedArray<u64, 3>;
const grid: FixedArray<FixedArray<u8, 4>, 4> = uninitialised();

function take(): i32 {
  for (let i: u64 = 0; i < 4; i++) {
    if (slots[i].used) continue;
    slots[i].used = true;
    return i32(i);
  }
  return -1;
}
export function main(): i32 {
  check(take() === 0 && take() === 1, "taken in order");
  slots[0].used = false;
  check(take() === 0 && take() === 2 && take() === 3 && take() === -1, "all taken");
  counts[hide<u64>(2)] += 5;
  check(counts[2] === 5 && counts.length === 3, "counts");
  grid[3][2] = 9;
  check(grid[3][2] === 9, "grid");
  return 0;
}
