// Destructuring assigns to what exists already.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let a = hide<u32>(1);
  let b = hide<u32>(2);
  [a, b] = [b, a];
  check(a === 2 && b === 1, "swapped");
  let x: u64 = 1;
  let y: u64 = 1;
  for (let i: u32 = 0; i < 10; i++) [x, y] = [y, x + y];
  check(x === 89 && y === 144, "Fibonacci");
  return 0;
}
