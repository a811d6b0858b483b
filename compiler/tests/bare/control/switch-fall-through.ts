// Execution falls from case to case until a break.
import { check, hide } from "../lib/check.ts";

function trace(n: u32): u64 {
  let seen: u64 = 0;
  switch (n) {
    case 0:
      seen = seen * 10 + 1;
    case 1:
      seen = seen * 10 + 2;
    default:
      seen = seen * 10 + 3;
    case 2:
      seen = seen * 10 + 4;
      break;
    case 3:
      seen = seen * 10 + 5;
  }
  return seen;
}
export function main(): i32 {
  check(trace(hide<u32>(0)) === 1234, "0");
  check(trace(hide<u32>(1)) === 234, "1");
  check(trace(hide<u32>(2)) === 4, "2");
  check(trace(hide<u32>(3)) === 5, "3");
  check(trace(hide<u32>(77)) === 34, "default falls on");
  return 0;
}
