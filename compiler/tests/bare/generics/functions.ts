// Generic functions are made for each type they are used with.
import { check, hide } from "../lib/check.ts";

function largest<T extends u8 | u32 | i64 | f64>(a: T, b: T): T {
  return a > b ? a : b;
}
function identity<T>(x: T): T {
  return x;
}
function swap<A, B>(p: [A, B]): [B, A] {
  return [p[1], p[0]];
}
function fill<T>(s: Slice<T>, value: T): void {
  for (let i: u64 = 0; i < s.length; i++) s[i] = value;
}
export function main(): i32 {
  check(largest<u8>(hide<u8>(200), 100) === 200, "u8");
  check(largest<i64>(hide<i64>(-5), -6) === -5, "i64");
  check(largest<f64>(hide<f64>(1.5), 2.5) === 2.5, "f64");
  check(identity<string>("same") === "same" && identity<boolean>(true), "identity");
  const [b, a] = swap<u32, string>([hide<u32>(7), "seven"]);
  check(a === 7 && b === "seven", "two parameters");
  let bytes!: FixedArray<u8, 3>;
  let wide!: FixedArray<i64, 3>;
  fill<u8>(bytes.slice(), 9);
  fill<i64>(wide.slice(), -9);
  check(bytes[2] === 9 && wide[2] === -9, "slices");
  check(sizeOfPair<u8, u64>() === 16 && sizeOfPair<u16, u16>() === 4, "a type used only in sizeOf");
  return 0;
}
class Pair<A, B> {
  first!: A;
  second!: B;
}
function sizeOfPair<A, B>(): usize {
  return sizeOf<Pair<A, B>>();
}
