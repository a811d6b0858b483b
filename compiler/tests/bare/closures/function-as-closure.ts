// A function and a function pointer are given where a closure is wanted.
import { check, hide } from "../lib/check.ts";

function negate(n: i32): i32 {
  return -n;
}
function apply(f: (n: i32) => i32, n: i32): i32 {
  return f(n);
}
export function main(): i32 {
  check(apply(negate, hide<i32>(4)) === -4, "a function");
  const p: FnPtr<(n: i32) => i32> = negate;
  check(apply(p, 5) === -5, "a pointer");
  const b = boxed((n: i32): i32 => n + 1);
  check(apply(b, 5) === 6, "a boxed closure");
  free(b);
  return 0;
}
