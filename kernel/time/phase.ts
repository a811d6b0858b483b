/**
 * Measuring a counter of unknown frequency against a reference that wraps, over any length of time.
 *
 * Once the frequency is known roughly, it tells how often the reference has wrapped since the start, as long as the
 * error it has accumulated is well under half a period; the reading then gives the exact number of ticks, and that a
 * better frequency. Each time the interval may be so much longer.
 */

/** `a * b / c` without loss, where the result fits: `a` in whole multiples of `c`, and the rest. */
export function scale(a: u64, b: u64, c: u64): u64 {
  return (a / c) * b + ((a % c) * b) / c;
}

/**
 * Ticks of a reference of `bits` bits, given that they are about `predicted` and what their low bits are:
 * [ticks, certain]. A quarter of a period away from the prediction, the number of wraps is not certain.
 */
export function resolveTicks(predicted: u64, low: u32, bits: u32): [u64, boolean] {
  const period = i64(u64(1) << u64(bits));
  let difference = i64(low) - (i64(predicted) & (period - 1));
  if (difference > period / 2) difference -= period;
  if (difference < -period / 2) difference += period;
  const ticks = u64(i64(predicted) + difference);
  return [ticks, difference < period / 4 && difference > -period / 4 && ticks !== 0];
}

/** The frequency of a counter that was taken to have `hertz` when `predicted` ticks were in truth `ticks`. */
export function correctedHertz(hertz: u64, predicted: u64, ticks: u64): u64 {
  // hertz * predicted / ticks, with the small difference alone multiplied
  if (predicted >= ticks) return hertz + ((predicted - ticks) * hertz) / ticks;
  return hertz - ((ticks - predicted) * hertz) / ticks;
}

/**
 * `ticks * multiplier / 2^32`, in 128 bits.
 * @inline always
 */
export function scaled(ticks: u64, multiplier: u64): u64 {
  return (mulHigh(ticks, multiplier) << 32) | ((ticks * multiplier) >> 32);
}
