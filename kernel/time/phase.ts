/**
 * Measuring a counter of unknown frequency against a reference that wraps, over any length of time.
 *
 * Once the frequency is known roughly, it tells how often a 16-bit reference has wrapped since the start, as long as the
 * error it has accumulated is well under half a period; the reading then gives the exact number of ticks, and that a
 * better frequency. Each time the interval may be so much longer.
 */

/** The reference runs this often before it wraps. */
const PERIOD: u64 = 65536;
/** Beyond a quarter of it the number of wraps is not certain. */
const CERTAIN: i64 = 16384;

/** `a * b / c` without loss, where the result fits: `a` in whole multiples of `c`, and the rest. */
export function scale(a: u64, b: u64, c: u64): u64 {
  return (a / c) * b + ((a % c) * b) / c;
}

/**
 * Ticks of the reference, given that they are about `predicted` and that their low 16 bits are `low`:
 * [ticks, certain].
 */
export function resolveTicks(predicted: u64, low: u16): [u64, boolean] {
  let difference = i64(low) - i64(predicted & (PERIOD - 1));
  if (difference > 32768) difference -= 65536;
  if (difference < -32768) difference += 65536;
  const ticks = u64(i64(predicted) + difference);
  return [ticks, difference < CERTAIN && difference > -CERTAIN && ticks !== 0];
}

/** The frequency of a counter that was taken to have `hertz` when `predicted` ticks were in truth `ticks`. */
export function correctedHertz(hertz: u64, predicted: u64, ticks: u64): u64 {
  // hertz * predicted / ticks, with the small difference alone multiplied
  if (predicted >= ticks) return hertz + ((predicted - ticks) * hertz) / ticks;
  return hertz - ((ticks - predicted) * hertz) / ticks;
}
