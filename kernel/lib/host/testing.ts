/** What unit tests on the host share: checks that are counted, and a generator that gives every run the same numbers. */
import { log } from "../log.ts";

let failed: i32 = 0;
let state: u32 = 12345;

/** Counts and names a check that does not hold. */
export function expect(holds: boolean, what: string): void {
  if (holds) return;
  failed++;
  log(`failed: ${what}`);
}
/** How many checks did not hold: what a test's `main` returns. */
export function failures(): i32 {
  return failed;
}

/** A number below `bound`: a linear congruential sequence, whose high bits vary most. */
export function random(bound: u64): u64 {
  state = state * 1664525 + 1013904223;
  return u64(state >> 8) % bound;
}
