// The module that order.ts builds on.
import { check, hide } from "../lib/check.ts";

let count: u32 = 0;

export function add(n: u64): u64 {
  count++;
  return n;
}
export function trail(): u32 {
  return count;
}
export const base: u64 = add(hide<u64>(100));

export function main(): i32 {
  check(base === 100, "base");
  return 0;
}
