// A function declared inside another captures nothing; one that is used before it is declared is found.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  function triple(n: u32): u32 {
    return n * 3;
  }
  check(triple(hide<u32>(14)) === 42, "inner");
  check(later(hide<u32>(4)) === 40, "declared later");
  return 0;
}
function later(n: u32): u32 {
  return n * 10;
}
