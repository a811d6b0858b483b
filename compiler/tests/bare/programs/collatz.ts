// The longest Collatz chain below 10000 starts at 6171.
import { check } from "../lib/check.ts";

function length(n: u64): u32 {
  let steps: u32 = 1;
  for (let x = n; x !== 1; steps++) x = (x & 1) === 0 ? x >> 1 : 3 * x + 1;
  return steps;
}
export function main(): i32 {
  let best: u64 = 0;
  let longest: u32 = 0;
  for (let n: u64 = 1; n < 10000; n++) {
    const l = length(n);
    if (l > longest) {
      longest = l;
      best = n;
    }
  }
  check(best === 6171 && longest === 262, "6171");
  return 0;
}
