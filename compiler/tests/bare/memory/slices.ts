// Slices are pointer and length, share memory and are checked.
import { check, hide } from "../lib/check.ts";

function sum(s: Slice<u16>): u32 {
  let total: u32 = 0;
  for (let i: u64 = 0; i < s.length; i++) total += u32(s[i]);
  return total;
}
export function main(): i32 {
  let a!: FixedArray<u16, 10>;
  const s = a.slice();
  for (let i: u64 = 0; i < s.length; i++) s[i] = u16(i + 1);
  check(sum(s) === 55 && s.length === 10, "whole");
  const middle = s.subslice(3, 7);
  check(middle.length === 4 && sum(middle) === 22, "part");
  middle[0] = hide<u16>(1000);
  check(a[3] === 1000, "shared memory");
  check(sum(middle.subslice(4, 4)) === 0 && sum(s.subslice(9, 10)) === 10, "empty and last");
  check(middle.ptr === s.ptr.add(3), "its pointer");
  check(sum(a.ptr.add(8).slice(2)) === 19, "from a pointer");
  middle[1] += 5;
  middle[1]++;
  check(a[4] === 11, "compound assignment");
  return 0;
}
