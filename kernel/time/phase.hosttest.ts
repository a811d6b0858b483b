/** A clock whose frequency is first known to a thousandth ends up within a millionth, and keeps count over hours. */
import { expect, failures } from "../lib/host/testing.ts";
import { correctedHertz, resolveTicks, scale } from "./phase.ts";

const REFERENCE: u64 = 1193182;

/** Follows a counter of `hertz` from a first guess; `jitter` ticks of the reference are the error of each reading. */
function follow(hertz: u64, guess: u64, jitter: i64): void {
  let known = guess;
  let interval: u64 = 60; // ms
  for (let i: u32 = 0; i < 20 && interval < 20000000; i++) {
    const counter = scale(hertz, interval, 1000);
    const error: i64 = (i & 1) === 0 ? jitter : -jitter;
    const reference = u64(i64(scale(counter, REFERENCE, hertz)) + error);
    const predicted = scale(counter, REFERENCE, known);
    const [ticks, certain] = resolveTicks(predicted, u16(reference));
    expect(certain && ticks === reference, "the wraps are counted");
    known = correctedHertz(known, predicted, ticks);
    interval *= 4;
  }
  const off: u64 = known > hertz ? known - hertz : hertz - known;
  expect(off * 1000000 < hertz, "within a millionth");
}

export function main(): i32 {
  follow(2100000000, 2102000000, 3);
  follow(2100000000, 2098000000, 3);
  follow(999999937, 1000900000, 10);
  follow(9876543210, 9870000000, 5);
  const [ticks, certain] = resolveTicks(1000000, u16((1000000 + 5) & 0xffff));
  expect(certain && ticks === 1000005, "a little ahead");
  const [before] = resolveTicks(65540, 65530);
  expect(before === 65530, "behind a wrap");
  const [, sure] = resolveTicks(1000000, u16((1000000 + 20000) & 0xffff));
  expect(!sure, "too far off to tell");
  expect(scale(0xffff_ffff_ffff, 1000000007, 1000000007) === 0xffff_ffff_ffff, "no overflow");
  return failures() === 0 ? 0 : 1;
}
