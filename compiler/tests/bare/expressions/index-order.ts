// The index of a place is evaluated before the value, once.
import { check } from "../lib/check.ts";

export function main(): i32 {
  let a!: FixedArray<u32, 6>;
  for (let i: u64 = 0; i < 6; i++) a[i] = u32(i) * 10;
  let i: u64 = 0;
  a[i++] = a[i];
  check(a[0] === 10 && i === 1, "a[i++] = a[i]");
  a[i] = a[i + 1] + a[++i];
  check(a[1] === 40 && i === 2, "the value sees the change");
  a[i++] += a[i++];
  check(a[2] === 50 && i === 4, "compound");
  return 0;
}
