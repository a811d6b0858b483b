// The C library's qsort and bsearch call back.
import { check } from "../lib/check.ts";

/** @extern qsort */
declare function qsort(
  base: Ptr<i32>,
  n: usize,
  size: usize,
  order: FnPtr<(a: Ptr<i32>, b: Ptr<i32>) => i32>,
): void;
/** @extern bsearch */
declare function bsearch(
  key: Ptr<i32>,
  base: Ptr<i32>,
  n: usize,
  size: usize,
  order: FnPtr<(a: Ptr<i32>, b: Ptr<i32>) => i32>,
): Ptr<i32> | null;

function ascending(a: Ptr<i32>, b: Ptr<i32>): i32 {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}
export function main(): i32 {
  let a!: FixedArray<i32, 8>;
  let x: i32 = 5;
  for (let i: u64 = 0; i < 8; i++) {
    a[i] = x;
    x = ((x * 17 + 3) % 101) - 40;
  }
  qsort(a.ptr, 8, 4, ascending);
  for (let i: u64 = 1; i < 8; i++) check(a[i - 1] <= a[i], "ascending");
  let key: i32 = a[5];
  const found = bsearch(pointerTo(key), a.ptr, 8, 4, ascending);
  check(found !== null && found[0] === a[5], "found");
  key = 1000;
  check(bsearch(pointerTo(key), a.ptr, 8, 4, ascending) === null, "not found");
  qsort(a.ptr, 8, 4, (p: Ptr<i32>, q: Ptr<i32>): i32 => ascending(q, p));
  for (let i: u64 = 1; i < 8; i++) check(a[i - 1] >= a[i], "descending");
  return 0;
}
