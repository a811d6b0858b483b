// Labelled break and continue leave or renew the outer loop.
import { check, hide } from "../lib/check.ts";

export function main(): i32 {
  let found: u32 = 0;
  outer: for (let i: u32 = 2; i < 50; i++) {
    for (let j: u32 = 2; j * j <= i; j++) {
      if (i % j === 0) continue outer;
    }
    found++;
    if (i > 40) break;
  }
  check(found === 13, "primes up to 41");
  let x: u32 = 0;
  block: {
    x = 1;
    if (hide<boolean>(true)) break block;
    x = 2;
  }
  check(x === 1, "a labelled block");
  let rounds: u32 = 0;
  again: while (true) {
    do {
      rounds++;
      if (rounds < 5) continue again;
      if (rounds === 8) break again;
    } while (true);
  }
  check(rounds === 8, "continue of an outer while");
  return 0;
}
