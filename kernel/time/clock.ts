/** The clocks of the kernel: monotonic time since boot, and wall-clock time as an offset to it. */
import { rdtsc } from "../arch/x64/cpu.ts";
import { clockNow, isCalibrated, tscFrequency } from "./tsc.ts";

/** Wall-clock nanoseconds since 1970 at monotonic time 0. */
let wallOffsetNs: u64 = 0;
let wallSource: FnPtr<() => u64> | null = null;

/** Nanoseconds since the kernel's first instruction. */
export function monotonicNs(): u64 {
  if (TARGET.host) return rdtsc(); // no timer to measure the clock by: ticks stand for nanoseconds
  if (!isCalibrated()) tscFrequency();
  return clockNow();
}

/** Tells where wall-clock seconds since 1970 come from; asked at the first need. */
export function setWallClockSource(source: FnPtr<() => u64>): void {
  wallSource = source;
}
/** Nanoseconds since 1970. */
export function realtimeNs(): u64 {
  const source = wallSource;
  if (wallOffsetNs === 0 && source !== null) wallOffsetNs = source() * 1000000000 - monotonicNs();
  return wallOffsetNs + monotonicNs();
}

// What the vDSO reads the clocks by: inlined into it, since a call into another page is most of what reading a clock
// costs under an emulator.

/**
 * Whether `monotonicNow` may be asked: without calibration.
 * @inline always
 */
export function isMonotonicReady(): boolean {
  return isCalibrated();
}
/**
 * `monotonicNs`, when `isMonotonicReady`.
 * @inline always
 */
export function monotonicNow(): u64 {
  return clockNow();
}
/**
 * Whether `realtimeNow` may be asked: without calibration or a look at the real-time clock.
 * @inline always
 */
export function isRealtimeReady(): boolean {
  return wallOffsetNs !== 0 && isCalibrated();
}
/**
 * `realtimeNs`, when `isRealtimeReady`.
 * @inline always
 */
export function realtimeNow(): u64 {
  return wallOffsetNs + monotonicNow();
}

/** How far wall-clock time is ahead of monotonic time, when `isRealtimeReady`. */
export function wallOffset(): u64 {
  return wallOffsetNs;
}
/** clock_settime(2). */
export function setRealtimeNs(ns: u64): void {
  wallOffsetNs = ns - monotonicNs();
}

/**
 * The monotonic time when a timer expires: `valueNs` from now, or a time of the wall clock or the monotonic clock. 0 for
 * a value of 0, which disarms. A time of the wall clock before the boot is taken for the boot.
 */
export function expiryOf(valueNs: u64, ofWallClock: boolean, absolute: boolean): u64 {
  if (valueNs === 0) return 0;
  const now = monotonicNs();
  if (!absolute) return now + valueNs;
  if (!ofWallClock) return valueNs;
  const wall = realtimeNs();
  if (valueNs > wall) return now + (valueNs - wall);
  return now > wall - valueNs ? now - (wall - valueNs) : 1;
}
