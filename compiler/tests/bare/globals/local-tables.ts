// A constant array inside a function is read-only data.
import { check, hide } from "../lib/check.ts";

function daysBefore(month: u64): u32 {
  const days: readonly u32[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  let sum: u32 = 0;
  for (let m: u64 = 0; m < month; m++) sum += days[m];
  return sum;
}
export function main(): i32 {
  check(daysBefore(hide<u64>(12)) === 365 && daysBefore(2) === 59 && daysBefore(0) === 0, "days");
  return 0;
}
