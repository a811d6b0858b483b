// An index outside a FixedArray ends the program.
// aborts: index 9 is out of range: length 8
import { check, hide } from "../lib/check.ts";

class Table {
  cells!: FixedArray<u8, 8>;
}
export function main(): i32 {
  const t = new Table();
  t.cells[hide<u64>(9)] = 1;
  check(false, "not reached");
  return 0;
}
