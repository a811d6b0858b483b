// Dynamic programming: partitions of 50 and a knapsack.
import { check } from "../lib/check.ts";

const weights: readonly u64[] = [12, 7, 11, 8, 9];
const prices: readonly u32[] = [24, 13, 23, 15, 16];

export function main(): i32 {
  const ways = newArray<u64>(51);
  ways[0] = 1;
  for (let part: u64 = 1; part <= 50; part++) for (let n = part; n <= 50; n++) ways[n] += ways[n - part];
  check(ways[50] === 204226 && ways[10] === 42, "partitions");
  freeArray(ways);
  let best!: FixedArray<u32, 27>;
  for (let i: u64 = 0; i < weights.length; i++) {
    for (let w: u64 = 26; w >= weights[i]; w--) best[w] = max(best[w], best[w - weights[i]] + prices[i]);
  }
  check(best[26] === 51, "knapsack");
  return 0;
}
