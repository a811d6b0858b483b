/** The few statistics that benchmarks need. */

/** Median; of an even number of values the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] as number;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** Geometric mean of positive values; NaN of none. */
export function geometricMean(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** The least integer in (low, high] for which `holds`, when it holds for all larger ones; null when not even for high. */
export async function bisect(
  low: number,
  high: number,
  holds: (value: number) => Promise<boolean>,
): Promise<number | null> {
  if (!(await holds(high))) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
