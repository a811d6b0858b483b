// FnPtr is a plain code pointer: called, stored, compared, null.
import { check, hide } from "../lib/check.ts";

type Operation = FnPtr<(a: i32, b: i32) => i32>;

function add(a: i32, b: i32): i32 {
  return a + b;
}
function subtract(a: i32, b: i32): i32 {
  return a - b;
}
function apply(f: Operation, a: i32, b: i32): i32 {
  return f(a, b);
}
class Machine {
  operation: Operation | null = null;
}
export function main(): i32 {
  check(apply(add, hide<i32>(7), 5) === 12, "a function");
  check(apply((a: i32, b: i32): i32 => a * b, 7, 5) === 35, "an arrow without captures");
  let f: Operation = add;
  f = hide<boolean>(true) ? subtract : f;
  check(f(7, 5) === 2, "a local");
  const m = new Machine();
  check(m.operation === null, "null");
  m.operation = add;
  const g = m.operation;
  check(g !== null && g(1, 2) === 3, "a field");
  check(f !== add && f === subtract, "compared");
  free(m);
  return 0;
}
