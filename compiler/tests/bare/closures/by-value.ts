// An arrow captures what does not change by value.
import { check, hide } from "../lib/check.ts";

function twice(f: (n: u32) => u32, n: u32): u32 {
  return f(f(n));
}
export function main(): i32 {
  const k = hide<u32>(5);
  check(twice((n: u32): u32 => n + k, 1) === 11, "an expression body");
  const add = (n: u32): u32 => {
    return n * k;
  };
  check(add(3) === 15 && twice(add, 2) === 50, "a constant arrow");
  return 0;
}
