/** A clock whose frequency is first known to a thousandth ends up within a millionth, and keeps count over hours. */
import { expect, failures } from "../lib/host/testing.ts";
import { correctedHertz, resolveTicks, scale, scaled } from "./phase.ts";

const PIT: u64 = 1193182;
const HPET: u64 = 100000000;

/**
 * Follows a counter of `hertz` from a first guess by a reference of so many bits; `jitter` of its ticks are the error of
 * each reading.
 */
function follow(hertz: u64, guess: u64, frequency: u64, bits: u32, jitter: i64): void {
  let known = guess;
  let interval: u64 = 60; // ms
  for (let i: u32 = 0; i < 20 && interval < 20000000; i++) {
    const counter = scale(hertz, interval, 1000);
    const error: i64 = (i & 1) === 0 ? jitter : -jitter;
    const reference = u64(i64(scale(counter, frequency, hertz)) + error);
    const predicted = scale(counter, frequency, known);
    const [ticks, certain] = resolveTicks(predicted, u32(reference & ((u64(1) << u64(bits)) - 1)), bits);
    expect(certain && ticks === reference, "the wraps are counted");
    known = correctedHertz(known, predicted, ticks);
    interval *= 4;
  }
  const off: u64 = known > hertz ? known - hertz : hertz - known;
  expect(off * 1000000 < hertz, "within a millionth");
}

export function main(): i32 {
  follow(2100000000, 2102000000, PIT, 16, 3);
  follow(2100000000, 2098000000, PIT, 16, 3);
  follow(999999937, 1000900000, PIT, 16, 10);
  follow(9876543210, 9870000000, PIT, 16, 5);
  follow(2100000000, 2102000000, HPET, 32, 300);
  follow(9876543210, 9870000000, 14318179, 32, 100);
  const [ticks, certain] = resolveTicks(1000000, (1000000 + 5) & 0xffff, 16);
  expect(certain && ticks === 1000005, "a little ahead");
  const [before] = resolveTicks(65540, 65530, 16);
  expect(before === 65530, "behind a wrap");
  const [, sure] = resolveTicks(1000000, (1000000 + 20000) & 0xffff, 16);
  expect(!sure, "too far off to tell");
  const [wide, known] = resolveTicks(0x5_0000_0010, 0xffff_fff0, 32);
  expect(known && wide === 0x4_ffff_fff0, "behind a wrap of 32 bits");
  expect(scaled(3, 0x8000_0000) === 1 && scaled(1 << 40, 0xa_0000_0000) === 10 << 40, "128 bits");
  expect(scale(0xffff_ffff_ffff, 1000000007, 1000000007) === 0xffff_ffff_ffff, "no overflow");
  return failures() === 0 ? 0 : 1;
}
