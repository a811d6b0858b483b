// Type arguments are inferred from arguments that have a width.
import { check, hide } from "../lib/check.ts";

function sum<T extends number>(a: T, b: T): T {
  return (a + b) as T;
}
function first<T>(s: Slice<T>): T {
  return s[0];
}
export function main(): i32 {
  const a = hide<u8>(200);
  const b = hide<u8>(100);
  check(sum(a, b) === 44, "u8 wraps");
  check(sum(hide<u32>(200), hide<u32>(100)) === 300, "u32");
  let w!: FixedArray<u16, 2>;
  w[0] = 999;
  check(first(w.slice()) === 999, "from a slice");
  return 0;
}
