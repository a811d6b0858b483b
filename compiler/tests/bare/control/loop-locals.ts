// A local declared in a loop's body is fresh and zeroed in each round.
import { check } from "../lib/check.ts";

export function main(): i32 {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < 4; i++) {
    let scratch!: FixedArray<u32, 4>;
    let seen: u32 = 0;
    for (const x of scratch) seen += x;
    check(seen === 0, "zeroed in each round");
    scratch[i] = i + 1;
    sum += scratch[0] + scratch[1] + scratch[2] + scratch[3];
  }
  check(sum === 10, "sum");
  return 0;
}
