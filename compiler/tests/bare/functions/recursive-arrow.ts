// A function that is passed itself, and mutual recursion through pointers.
import { check, hide } from "../lib/check.ts";

type Step = FnPtr<(n: u32) => u32>;
let table!: FixedArray<Step | null, 2>;

function even(n: u32): u32 {
  const next = table[1];
  return n === 0 ? 1 : next === null ? 99 : next(n - 1);
}
function odd(n: u32): u32 {
  const next = table[0];
  return n === 0 ? 0 : next === null ? 99 : next(n - 1);
}
export function main(): i32 {
  check(even(hide<u32>(3)) === 99, "null at first");
  table[0] = even;
  table[1] = odd;
  check(even(10) === 1 && even(7) === 0 && odd(7) === 1, "through the table");
  return 0;
}
