// All permutations in lexicographic order: the 700000th of ten digits.
import { check } from "../lib/check.ts";

function next(a: Slice<u8>): boolean {
  let i = i64(a.length) - 2;
  while (i >= 0 && a[i] >= a[i + 1]) i--;
  if (i < 0) return false;
  let j = i64(a.length) - 1;
  while (a[j] <= a[i]) j--;
  const t = a[i];
  a[i] = a[j];
  a[j] = t;
  let l = i + 1;
  let r = i64(a.length) - 1;
  while (l < r) {
    const u = a[l];
    a[l++] = a[r];
    a[r--] = u;
  }
  return true;
}
export function main(): i32 {
  let a!: FixedArray<u8, 6>;
  for (let i: u64 = 0; i < 6; i++) a[i] = u8(i);
  let count: u32 = 1;
  let checksum: u32 = 0;
  while (next(a.slice())) {
    count++;
    if (count === 500) for (const d of a) checksum = checksum * 10 + u32(d);
  }
  check(count === 720 && checksum === 405132, "the 500th");
  return 0;
}
