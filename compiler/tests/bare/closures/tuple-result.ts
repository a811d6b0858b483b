// A closure gives a tuple, a string, a boolean and takes a slice.
import { check, hide } from "../lib/check.ts";

function split(f: (n: u32) => [u32, u32], n: u32): u32 {
  const [a, b] = f(n);
  return a * 1000 + b;
}
function named(f: (i: u32) => string): usize {
  return f(0).length * 10 + f(1).length;
}
function any(values: Slice<u8>, test: (v: u8) => boolean): boolean {
  for (const v of values) if (test(v)) return true;
  return false;
}
export function main(): i32 {
  const d = hide<u32>(7);
  check(split((n: u32): [u32, u32] => [n / d, n % d], 100) === 14002, "tuple");
  const words = hide<string>("abc");
  check(named((i: u32): string => (i === 0 ? words : "seven")) === 35, "string");
  const limit = hide<u8>(0x7a);
  check(
    any("xyz".bytes(), (v: u8): boolean => v === limit),
    "boolean",
  );
  check(!any("xy".bytes(), (v: u8): boolean => v >= limit), "boolean false");
  return 0;
}
