// A constant table of functions, and functions by address.
import { check, hide } from "../lib/check.ts";

type Step = FnPtr<(n: u64) => u64>;

function double(n: u64): u64 {
  return n * 2;
}
function increment(n: u64): u64 {
  return n + 1;
}
function square(n: u64): u64 {
  return n * n;
}
const steps: readonly Step[] = [double, increment, square, increment];

export function main(): i32 {
  let n = hide<u64>(3);
  for (const step of steps) n = step(n);
  check(n === 50, "the table in order");
  check(steps[hide<u64>(2)](9) === 81, "by index");
  const address = addressOf(square);
  check(fnAt<(n: u64) => u64>(address)(12) === 144, "by address");
  check(addressOf(double) !== addressOf(increment), "addresses differ");
  return 0;
}
