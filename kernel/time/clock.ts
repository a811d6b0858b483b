/** The clocks of the kernel: monotonic time since boot, and wall-clock time as an offset to it. */
import { bootInfo } from "../arch/x64/bootinfo.ts";
import { rdtsc } from "../arch/x64/cpu.ts";
import { isCalibrated, ticksToNs } from "./tsc.ts";

/** Wall-clock nanoseconds since 1970 at monotonic time 0. */
let wallOffsetNs: u64 = 0;
let wallSource: FnPtr<() => u64> | null = null;

/** Nanoseconds since the kernel's first instruction. */
export function monotonicNs(): u64 {
  if (TARGET.host) return rdtsc(); // no timer to measure the clock by: ticks stand for nanoseconds
  return ticksToNs(rdtsc() - bootInfo.tscAtEntry);
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
/** Whether both clocks can be read without calibration or a look at the real-time clock. */
export function clocksAreReady(): boolean {
  return wallOffsetNs !== 0 && isCalibrated();
}
/** clock_settime(2). */
export function setRealtimeNs(ns: u64): void {
  wallOffsetNs = ns - monotonicNs();
}
