// Quicksort, heapsort, merge sort and insertion sort agree on pseudo-random data.
import { check } from "../lib/check.ts";

function noise(a: Slice<i32>, seed: u32): void {
  let x = seed;
  for (let i: u64 = 0; i < a.length; i++) {
    x = x * 1664525 + 1013904223;
    a[i] = i32(x) >> 8;
  }
}
function isSorted(a: Slice<i32>): boolean {
  for (let i: u64 = 1; i < a.length; i++) if (a[i - 1] > a[i]) return false;
  return true;
}
function checksum(a: Slice<i32>): i64 {
  let sum: i64 = 0;
  for (const x of a) sum += i64(x);
  return sum;
}
function swap(a: Slice<i32>, i: u64, j: u64): void {
  const t = a[i];
  a[i] = a[j];
  a[j] = t;
}
function quick(a: Slice<i32>): void {
  if (a.length < 2) return;
  const pivot = a[a.length / 2];
  let i: i64 = 0;
  let j = i64(a.length) - 1;
  while (i <= j) {
    while (a[i] < pivot) i++;
    while (a[j] > pivot) j--;
    if (i <= j) {
      swap(a, u64(i), u64(j));
      i++;
      j--;
    }
  }
  quick(a.subslice(0, u64(j + 1)));
  quick(a.subslice(u64(i), a.length));
}
function heap(a: Slice<i32>): void {
  const sift = (root: u64, end: u64): void => {
    let at = root;
    while (at * 2 + 1 < end) {
      let child = at * 2 + 1;
      if (child + 1 < end && a[child] < a[child + 1]) child++;
      if (a[at] >= a[child]) return;
      swap(a, at, child);
      at = child;
    }
  };
  for (let i = a.length / 2; i > 0; i--) sift(i - 1, a.length);
  for (let end = a.length - 1; end > 0; end--) {
    swap(a, 0, end);
    sift(0, end);
  }
}
function merge(a: Slice<i32>, scratch: Slice<i32>): void {
  if (a.length < 2) return;
  const middle = a.length / 2;
  merge(a.subslice(0, middle), scratch);
  merge(a.subslice(middle, a.length), scratch);
  let i: u64 = 0;
  let j = middle;
  for (let k: u64 = 0; k < a.length; k++) {
    if (j >= a.length || (i < middle && a[i] <= a[j])) scratch[k] = a[i++];
    else scratch[k] = a[j++];
  }
  for (let k: u64 = 0; k < a.length; k++) a[k] = scratch[k];
}
function insertion(a: Slice<i32>): void {
  for (let i: u64 = 1; i < a.length; i++) {
    const x = a[i];
    let j = i;
    for (; j > 0 && a[j - 1] > x; j--) a[j] = a[j - 1];
    a[j] = x;
  }
}
export function main(): i32 {
  const a = newArray<i32>(1000);
  const scratch = newArray<i32>(1000);
  noise(a, 1);
  const sum = checksum(a);
  check(!isSorted(a), "noise");
  quick(a);
  check(isSorted(a) && checksum(a) === sum, "quick");
  noise(a, 1);
  heap(a);
  check(isSorted(a) && checksum(a) === sum, "heap");
  noise(a, 1);
  merge(a, scratch);
  check(isSorted(a) && checksum(a) === sum, "merge");
  noise(a, 1);
  insertion(a.subslice(0, 200));
  check(isSorted(a.subslice(0, 200)) && checksum(a) === sum, "insertion");
  freeArray(a);
  freeArray(scratch);
  return 0;
}
