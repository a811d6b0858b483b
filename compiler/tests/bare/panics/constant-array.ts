// A constant table is checked too.
// aborts: index 3 is out of range: length 3
import { check, hide } from "../lib/check.ts";

const table: readonly u32[] = [1, 2, 3];

export function main(): i32 {
  check(table[hide<u64>(3)] === 1, "not reached");
  return 0;
}
