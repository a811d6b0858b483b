// for...of goes over slices, fixed arrays, constant arrays and strings.
import { check } from "../lib/check.ts";

const primes: readonly u32[] = [2, 3, 5, 7, 11];

export function main(): i32 {
  let sum: u32 = 0;
  for (const p of primes) sum += p;
  check(sum === 28, "a constant array");
  let a!: FixedArray<u16, 6>;
  for (let i: u64 = 0; i < 6; i++) a[i] = u16(i * i);
  let squares: u32 = 0;
  for (const x of a) squares += u32(x);
  check(squares === 55, "a fixed array");
  let part: u32 = 0;
  for (const x of a.slice().subslice(2, 5)) {
    if (x === 9) continue;
    part += u32(x);
  }
  check(part === 20, "a slice");
  let hash: u32 = 5381;
  for (const c of "osier") hash = hash * 33 + u32(c);
  check(hash === hashOf("osier"), "a string");
  let first: u8 = 0;
  for (const c of "xyz") {
    first = c;
    break;
  }
  check(first === 120, "break");
  return 0;
}
function hashOf(s: string): u32 {
  let hash: u32 = 5381;
  for (let i: u64 = 0; i < s.length; i++) hash = hash * 33 + u32(s.byteAt(i));
  return hash;
}
