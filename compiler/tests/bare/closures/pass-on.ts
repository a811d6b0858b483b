// A closure parameter is handed on and captured by another arrow.
import { check, hide } from "../lib/check.ts";

function fold(values: Slice<u32>, start: u32, f: (a: u32, v: u32) => u32): u32 {
  let a = start;
  for (const v of values) a = f(a, v);
  return a;
}
function sumBy(values: Slice<u32>, key: (v: u32) => u32): u32 {
  return fold(values, 0, (a: u32, v: u32): u32 => a + key(v));
}
function outer(values: Slice<u32>, key: (v: u32) => u32): u32 {
  return sumBy(values, key);
}
export function main(): i32 {
  let a!: FixedArray<u32, 4>;
  for (let i: u64 = 0; i < 4; i++) a[i] = u32(i) + 1;
  const power = hide<u32>(3);
  check(outer(a.slice(), (v: u32): u32 => v * power) === 30, "scaled");
  check(outer(a.slice(), (v: u32): u32 => v * v) === 30, "squares");
  return 0;
}
