/** Keeps the clock right: refines it at growing intervals from when it first goes, and reads it before it wraps. */
import { chooseClock, monotonicNs, refineClock, wrapsClock } from "../time/clock.ts";
import { setCalibrationHook } from "../time/tsc.ts";
import { setTimer, Timer } from "./timers.ts";

const timer = new Timer();
/** Of the first measurement, a thousandth is wrong at worst; soon it is not. */
const FIRST_NS: u64 = 250000000;

const reading = new Timer();
/** What `offerClock` promises. */
const READING_NS: u64 = 10_000_000_000;

/** @irq */
function onExpiry(_argument: u64): void {
  const next = refineClock();
  if (next !== 0) setTimer(timer, monotonicNs() + next);
  if (wrapsClock() && !reading.armed) setTimer(reading, monotonicNs() + READING_NS);
}
/** @irq */
function onReading(_argument: u64): void {
  setTimer(reading, monotonicNs() + READING_NS);
}

export function initDiscipline(): void {
  timer.onExpiry = onExpiry;
  reading.onExpiry = onReading;
  setCalibrationHook(() => {
    chooseClock();
    setTimer(timer, monotonicNs() + FIRST_NS);
  });
}
