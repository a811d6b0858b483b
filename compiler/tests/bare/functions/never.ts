// A function that does not return ends a path.
import { check, hide } from "../lib/check.ts";

function stop(): never {
  trap();
}
function positive(n: i32): u32 {
  if (n > 0) return u32(n);
  stop();
}
function bySwitch(n: u32): u32 {
  switch (n) {
    case 1:
      return 10;
    case 2:
      return 20;
    default:
      unreachable();
  }
}
export function main(): i32 {
  check(positive(hide<i32>(9)) === 9, "positive");
  check(bySwitch(hide<u32>(2)) === 20, "switch");
  return 0;
}
