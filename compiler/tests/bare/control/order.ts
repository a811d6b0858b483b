// Operands and arguments are evaluated from left to right.
import { check } from "../lib/check.ts";

let trail: u64 = 0;

function mark(n: u64): u64 {
  trail = trail * 10 + n;
  return n;
}
function three(a: u64, b: u64, c: u64): u64 {
  return a * 100 + b * 10 + c;
}
export function main(): i32 {
  check(three(mark(1), mark(2), mark(3)) === 123 && trail === 123, "arguments");
  trail = 0;
  check(mark(4) - mark(2) * mark(1) === 2 && trail === 421, "operands");
  let cells!: FixedArray<u64, 10>;
  trail = 0;
  cells[mark(3)] = mark(7);
  check(trail === 37 && cells[3] === 7, "place before value");
  trail = 0;
  cells[mark(3)] += mark(1);
  check(trail === 31 && cells[3] === 8, "a compound place is evaluated once");
  cells[mark(3)]++;
  check(trail === 313 && cells[3] === 9, "as that of ++");
  return 0;
}
