// Initialisers run before main, imports first, in the order of the file.
import { check } from "../lib/check.ts";

import { add, base, trail } from "./order-base.ts";

const second: u64 = add(base * 2);
const third: u64 = add(second + 1);
const table: readonly u32[] = [1, 2, 3];
const fourth: u64 = add(third + table.length);

export function main(): i32 {
  check(base === 100 && second === 200 && third === 201 && fourth === 204, "each saw the one before");
  check(trail() === 4, "each ran once");
  return 0;
}
