// An assignment is an expression: its value is what was stored, wrapped to the place's width.
import { check, hide } from "../lib/check.ts";

class Cell {
  value: u8 = 0;
}
export function main(): i32 {
  let a: u32 = 0;
  let b: u32 = 0;
  a = b = hide<u32>(7);
  check(a === 7 && b === 7, "chained");
  check((a = 3) + a === 6, "the left side is evaluated first");
  const c = new Cell();
  const stored = (c.value = u8(hide<u32>(300)));
  check(stored === 44 && c.value === 44, "the stored value");
  const sum = (c.value += 250);
  check(sum === 38 && c.value === 38, "a compound one wraps");
  let n = hide<u32>(10);
  let rounds: u32 = 0;
  while ((n = n / 2) > 0) rounds++;
  check(rounds === 3, "in a condition");
  free(c);
  return 0;
}
