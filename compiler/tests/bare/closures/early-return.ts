// return in an arrow leaves only the arrow.
import { check } from "../lib/check.ts";

function find(values: Slice<u16>, test: (v: u16) => boolean): i64 {
  for (let i: u64 = 0; i < values.length; i++) {
    if (test(values[i])) return i64(i);
  }
  return -1;
}
export function main(): i32 {
  let a!: FixedArray<u16, 5>;
  for (let i: u64 = 0; i < 5; i++) a[i] = u16(i * 300);
  let seen: u32 = 0;
  const at = find(a.slice(), (v: u16): boolean => {
    seen++;
    if (v < 300) return false;
    for (let d: u16 = 7; d < 20; d++) if (v % d === 0 && v / d > 40) return true;
    return false;
  });
  check(at === 2 && seen === 3, "the third");
  return 0;
}
