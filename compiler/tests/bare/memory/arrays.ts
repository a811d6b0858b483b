// newArray and freeArray: zeroed elements from the heap, of every element type.
import { check, hide } from "../lib/check.ts";

class Cell {
  a: u32 = 0;
  b: u8 = 0;
}
export function main(): i32 {
  const n = newArray<u64>(hide<u64>(100));
  let total: u64 = 0;
  for (const x of n) total += x;
  check(n.length === 100 && total === 0, "zeroed");
  for (let i: u64 = 0; i < 100; i++) n[i] = i * i;
  for (const x of n) total += x;
  check(total === 328350, "sum of squares");
  freeArray(n);
  const cells = newArray<Embed<Cell>>(4);
  cells[2].a = 9;
  cells[3].b = 8;
  check(cells[2].a === 9 && cells[3].b === 8 && cells[1].a === 0, "structs inline");
  check(addressOf(cells[3]) - addressOf(cells[0]) === 24, "eight bytes apart");
  freeArray(cells);
  const refs = newArray<Cell | null>(3);
  check(refs[0] === null && refs[2] === null, "references start null");
  freeArray(refs);
  return 0;
}
