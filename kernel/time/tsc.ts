/**
 * The time-stamp counter as a clock, calibrated against the PIT.
 *
 * Calibration is put off until somebody asks for the time: a program that never does boots sooner, and the longer
 * interval since boot makes a better measure. `startCalibration` notes both counters; `frequency` closes the
 * interval, waiting until it is long enough, or starts over when the PIT may have wrapped.
 *
 * Conversion is one multiplication: ns = (ticks * multiplier) >> 32, in 128 bits.
 */
import { cpuid, rdtsc } from "../arch/x64/cpu.ts";
import { PIT_HZ, readPit, startPit } from "../arch/x64/pit.ts";

/** Shortest interval in PIT ticks: 2 ms, an error of at most 0.1%. */
const SHORTEST_TICKS: u64 = PIT_HZ / 500;
/** Longest that is certainly within one period of the counter. */
const LONGEST_TICKS: u64 = 50000;

let startTsc: u64 = 0;
let startCount: u16 = 0;
let multiplier: u64 = 0;
let hertz: u64 = 0;

export function startCalibration(): void {
  startPit();
  startTsc = rdtsc();
  startCount = readPit();
}

/** The frequency that the hypervisor or the processor states, or 0: leaves 0x40000010 (KVM, VMware) and 0x15. */
function statedFrequency(): u64 {
  const [, , features] = cpuid(1, 0);
  if ((features & (1 << 31)) !== 0) {
    const [maxHypervisor] = cpuid(0x40000000, 0);
    if (maxHypervisor >= 0x40000010 && maxHypervisor < 0x40010000) {
      const [kilohertz] = cpuid(0x40000010, 0);
      if (kilohertz !== 0) return u64(kilohertz) * 1000;
    }
  }
  const [maxLeaf] = cpuid(0, 0);
  if (maxLeaf >= 0x15) {
    const [denominator, numerator, crystal] = cpuid(0x15, 0);
    if (denominator !== 0 && numerator !== 0 && crystal !== 0) {
      return (u64(crystal) * u64(numerator)) / u64(denominator);
    }
  }
  return 0;
}

/** PIT ticks since `startCalibration`, valid for less than one period of the counter. */
function elapsedPit(): u64 {
  return u64(startCount - readPit());
}

function measure(): u64 {
  // More than a period may have gone by; what the TSC says by a lower bound of 100 MHz cannot tell, so start afresh
  // unless the interval is young for every processor up to 10 GHz.
  if (rdtsc() - startTsc > (LONGEST_TICKS * 1000000000) / PIT_HZ) startCalibration();
  let ticks = elapsedPit();
  let polls: u64 = 0;
  while (ticks < SHORTEST_TICKS) {
    ticks = elapsedPit();
    polls++;
    if (polls > 10000000) return 0; // no PIT: its count stands still
  }
  const now = rdtsc();
  return ((now - startTsc) * PIT_HZ) / ticks;
}

/** Ticks of the counter a second. */
export function tscFrequency(): u64 {
  if (hertz === 0) {
    hertz = statedFrequency();
    if (hertz === 0) hertz = measure();
    if (hertz === 0) hertz = 1000000000;
    multiplier = (1000000000 << 32) / hertz;
  }
  return hertz;
}

/**
 * Whether conversion needs no measurement any more.
 * @inline always
 */
export function isCalibrated(): boolean {
  return multiplier !== 0;
}
/** Nanoseconds that `ticks` take. */
export function ticksToNs(ticks: u64): u64 {
  if (multiplier === 0) tscFrequency();
  return scaledTicks(ticks);
}
/**
 * Nanoseconds that `ticks` take, when `isCalibrated`.
 * @inline always
 */
export function scaledTicks(ticks: u64): u64 {
  return (mulHigh(ticks, multiplier) << 32) | ((ticks * multiplier) >> 32);
}
