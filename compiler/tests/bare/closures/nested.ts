// An arrow in an arrow captures through it.
import { check, hide } from "../lib/check.ts";

function apply(f: (n: u64) => u64, n: u64): u64 {
  return f(n);
}
export function main(): i32 {
  const a = hide<u64>(100);
  let calls: u64 = 0;
  const result = apply((n: u64): u64 => {
    calls++;
    return apply((m: u64): u64 => {
      calls += 10;
      return m + n + a;
    }, n * 2);
  }, 7);
  check(result === 121, "values of three frames");
  check(calls === 11, "the outermost variable is changed by both");
  return 0;
}
