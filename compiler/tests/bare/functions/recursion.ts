// Recursion, direct and mutual.
import { check, hide } from "../lib/check.ts";

function fib(n: u32): u64 {
  return n < 2 ? u64(n) : fib(n - 1) + fib(n - 2);
}
function isEven(n: u32): boolean {
  return n === 0 || isOdd(n - 1);
}
function isOdd(n: u32): boolean {
  return n !== 0 && isEven(n - 1);
}
function ackermann(m: u32, n: u32): u32 {
  if (m === 0) return n + 1;
  return n === 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}
export function main(): i32 {
  check(fib(hide<u32>(20)) === 6765, "fib(20)");
  check(isEven(hide<u32>(100)) && !isEven(77) && isOdd(77), "mutual");
  check(ackermann(hide<u32>(2), 3) === 9, "ackermann(2, 3)");
  return 0;
}
