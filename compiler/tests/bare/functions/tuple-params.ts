// Tuples are passed, kept in locals and fields, and nest.
import { check, hide } from "../lib/check.ts";

class Keeper {
  range: [u64, u64] = [1, 2];
}
function span(r: [u64, u64]): u64 {
  return r[1] - r[0];
}
function nest(x: u32): [[u32, u32], u32] {
  return [[x, x + 1], x + 2];
}
export function main(): i32 {
  check(span([hide<u64>(10), 25]) === 15, "passed");
  let range: [u64, u64] = [3, 9];
  check(span(range) === 6, "a local");
  range = [0, 100];
  check(span(range) === 100, "assigned");
  const k = new Keeper();
  check(span(k.range) === 1, "a field");
  k.range = [5, 50];
  check(k.range[0] === 5 && span(k.range) === 45, "an assigned field");
  free(k);
  const [[a, b], c] = nest(hide<u32>(4));
  check(a === 4 && b === 5 && c === 6, "nested");
  return 0;
}
