/** Keeps the clock right: refines it at growing intervals from when it first goes (time/tsc.ts). */
import { monotonicNs } from "../time/clock.ts";
import { refine, setCalibrationHook } from "../time/tsc.ts";
import { setTimer, Timer } from "./timers.ts";

const timer = new Timer();
/** Of the first measurement, a thousandth is wrong at worst; soon it is not. */
const FIRST_NS: u64 = 250000000;

/** @irq */
function onExpiry(_argument: u64): void {
  const next = refine();
  if (next !== 0) setTimer(timer, monotonicNs() + next);
}

export function initDiscipline(): void {
  timer.onExpiry = onExpiry;
  setCalibrationHook(() => setTimer(timer, monotonicNs() + FIRST_NS));
}
