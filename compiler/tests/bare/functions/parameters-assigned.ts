// A parameter may be assigned; the caller's variable stays.
import { check, hide } from "../lib/check.ts";

function countDown(n: u32, step: u32): u32 {
  let rounds: u32 = 0;
  while (n >= step) {
    n -= step;
    rounds++;
  }
  return rounds * 100 + n;
}
export function main(): i32 {
  const n = hide<u32>(17);
  check(countDown(n, 5) === 302 && n === 17, "17 by 5");
  return 0;
}
