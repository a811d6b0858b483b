// Constant tables of strings, and their search.
import { check, hide } from "../lib/check.ts";

const names: readonly string[] = ["EPERM", "ENOENT", "ESRCH", "EINTR", "EIO"];

function numberOf(name: string): u32 {
  let i: u32 = 1;
  for (const n of names) {
    if (n === name) return i;
    i++;
  }
  return 0;
}
export function main(): i32 {
  check(numberOf("EIO") === 5 && numberOf("EPERM") === 1 && numberOf("EXYZ") === 0, "search");
  check(names[hide<u64>(3)].length === 5 && names.length === 5, "elements");
  return 0;
}
