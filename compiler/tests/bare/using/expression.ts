// The resource may be any expression; disposal sees its last state, and results that use it are computed before.
import { check, hide } from "../lib/check.ts";

let trail: u64 = 0;

class Buffer implements Disposable {
  used: u64 = 0;
  [Symbol.dispose](): void {
    trail = trail * 100 + this.used;
    this.used = 99;
  }
}
const shared = new Buffer();

function pick(n: u64): Buffer {
  shared.used = n;
  return shared;
}
function fill(n: u64): u64 {
  using b = n > 5 ? pick(n) : pick(1);
  b.used += 10;
  if (n > 20) return b.used;
  return b.used * 2;
}
function sum(f: (n: u64) => u64): u64 {
  return f(6) + f(2);
}
export function main(): i32 {
  check(fill(hide<u64>(30)) === 40 && trail === 40, "before disposal");
  trail = 0;
  check(fill(2) === 22 && trail === 11, "the other path");
  trail = 0;
  const total = sum((n: u64): u64 => {
    using b = pick(n);
    return b.used + 1;
  });
  check(total === 10 && trail === 602, "in an arrow");
  return 0;
}
