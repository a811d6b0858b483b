// An arrow made in each round captures that round's constant.
import { check } from "../lib/check.ts";

function store(f: (n: u32) => u32, n: u32): u32 {
  return f(n);
}
export function main(): i32 {
  let total: u32 = 0;
  for (let i: u32 = 0; i < 4; i++) {
    const scale = i * 10;
    total += store((n: u32): u32 => n + scale, i);
  }
  check(total === 66, "each round its own");
  return 0;
}
