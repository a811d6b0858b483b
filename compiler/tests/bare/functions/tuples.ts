// Tuples are multiple return values.
import { check, hide } from "../lib/check.ts";

function divide(n: u64, d: u64): [u64, u64] {
  return [n / d, n % d];
}
function find(s: string, c: u8): [usize, boolean] {
  for (let i: u64 = 0; i < s.length; i++) {
    if (s.byteAt(i) === c) return [i, true];
  }
  return [0, false];
}
function three(x: i32): [i8, string, boolean] {
  return [i8(x), "three", x < 0];
}
export function main(): i32 {
  const [q, r] = divide(hide<u64>(100), 7);
  check(q === 14 && r === 2, "both");
  const [, rest] = divide(100, 9);
  check(rest === 1, "a hole");
  const pair = divide(22, 7);
  check(pair[0] === 3 && pair[1] === 1, "by index");
  const [at, there] = find("needle", 100);
  check(there && at === 3, "found");
  check(!find("needle", 120)[1], "not found");
  const [a, b, c] = three(hide<i32>(-9));
  check(a === -9 && b === "three" && c, "mixed types");
  return 0;
}
