// for with each part left out; continue runs the step.
import { check } from "../lib/check.ts";

export function main(): i32 {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < 10; i++) {
    if (i % 3 === 0) continue;
    sum += i;
  }
  check(sum === 27, "continue runs the step");
  let j: u32 = 0;
  for (;;) {
    if (j === 7) break;
    j++;
  }
  check(j === 7, "for (;;)");
  for (; j > 0; ) j -= 1;
  check(j === 0, "without initialiser and step");
  let product: u64 = 1;
  for (let a: u64 = 1, b: u64 = 10; a < b; a++, b--) product *= a * b;
  check(product === 3628800, "two variables");
  return 0;
}
