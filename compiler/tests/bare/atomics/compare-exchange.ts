// compareExchange stores only where the cell holds what is expected.
import { check, hide } from "../lib/check.ts";

const cell: Atomic<u64> = atomic<u64>(5);

export function main(): i32 {
  check(!cell.compareExchange(hide<u64>(4), 9), "refused");
  check(cell.load() === 5, "unchanged");
  check(cell.compareExchange(5, 9) && cell.load() === 9, "done");
  let tries: u32 = 0;
  let old = cell.load();
  while (!cell.compareExchange(old, old * 2)) {
    old = cell.load();
    tries++;
  }
  check(cell.load() === 18 && tries === 0, "a loop");
  return 0;
}
