// Scanning a string byte by byte.
import { check } from "../lib/check.ts";

function parse(s: string): [i64, boolean] {
  let at: u64 = 0;
  let negative = false;
  if (s.length > 0 && s.byteAt(0) === 45) {
    negative = true;
    at = 1;
  }
  if (at === s.length) return [0, false];
  let n: i64 = 0;
  for (; at < s.length; at++) {
    const c = s.byteAt(at);
    if (c < 48 || c > 57) return [0, false];
    n = n * 10 + i64(c - 48);
  }
  return [negative ? -n : n, true];
}
export function main(): i32 {
  check(parse("12345")[0] === 12345 && parse("-987")[0] === -987, "numbers");
  check(!parse("")[1] && !parse("-")[1] && !parse("12a")[1], "rejected");
  check(parse("-9223372036854775808")[0] === -9223372036854775808, "the least");
  return 0;
}
