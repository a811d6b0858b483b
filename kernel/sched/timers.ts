/**
 * One-shot timers: a list by expiry, and the local APIC timer armed for the earliest.
 *
 * Timers belong to their users (a field or a local of a sleeping function); arming one that is armed moves it.
 * Expiry functions run in the timer interrupt: they may wake threads and arm timers, and must not sleep.
 */
import { armTimer, startTimerMasked, timerCount } from "../arch/x64/apic.ts";
import { disableInterrupts, rdtsc, restoreInterrupts } from "../arch/x64/cpu.ts";
import { allocVector, setInterruptHandler } from "../arch/x64/traps.ts";
import { monotonicNs } from "../time/clock.ts";
import { ticksToNs } from "../time/tsc.ts";

export class Timer {
  expiresAtNs: u64 = 0;
  armed: boolean = false;
  next: Timer | null = null;
  onExpiry: FnPtr<(argument: u64) => void> | null = null;
  argument: u64 = 0;
}

let earliest: Timer | null = null;
let timerVector: u32 = 0;
/** Timer ticks a nanosecond, times 2^20; 0 until the first timer is armed. */
let ticksPerNsShifted: u64 = 0;
const SHIFT: u64 = 20;

/** Counted against the calibrated TSC for this long. */
const CALIBRATION_NS: u64 = 200000;
const LONGEST_TICKS: u64 = 0xffffffff;

function calibrate(): void {
  startTimerMasked(0xffffffff);
  const start = rdtsc();
  let elapsed: u64 = 0;
  while (elapsed < CALIBRATION_NS) elapsed = ticksToNs(rdtsc() - start);
  const counted = u64(0xffffffff - timerCount());
  ticksPerNsShifted = max((counted << SHIFT) / elapsed, 1);
}

function program(): void {
  const timer = earliest;
  if (timer === null) return;
  if (ticksPerNsShifted === 0) calibrate();
  const now = monotonicNs();
  const waitNs: u64 = timer.expiresAtNs > now ? timer.expiresAtNs - now : 0;
  const limited = min(waitNs, 1000000000);
  armTimer(timerVector, u32(min(max((limited * ticksPerNsShifted) >> SHIFT, 1), LONGEST_TICKS)));
}

export function initTimers(): void {
  timerVector = allocVector();
  setInterruptHandler(timerVector, onTimerInterrupt);
}

/** @irq */
function onTimerInterrupt(_vector: u32): void {
  runExpired();
  program();
}

function runExpired(): void {
  const now = monotonicNs();
  let timer = earliest;
  while (timer !== null && timer.expiresAtNs <= now) {
    earliest = timer.next;
    timer.armed = false;
    timer.next = null;
    const action = timer.onExpiry;
    if (action !== null) action(timer.argument);
    timer = earliest;
  }
}

function remove(timer: Timer): void {
  let previous: Timer | null = null;
  for (let at = earliest; at !== null; at = at.next) {
    if (at === timer) {
      if (previous === null) earliest = at.next;
      else previous.next = at.next;
      break;
    }
    previous = at;
  }
  timer.armed = false;
  timer.next = null;
}

/**
 * Arms (or moves) a timer to an absolute time of the monotonic clock.
 * @irq
 */
export function setTimer(timer: Timer, expiresAtNs: u64): void {
  const on = disableInterrupts();
  if (timer.armed) remove(timer);
  timer.expiresAtNs = expiresAtNs;
  let previous: Timer | null = null;
  let at = earliest;
  while (at !== null && at.expiresAtNs <= expiresAtNs) {
    previous = at;
    at = at.next;
  }
  timer.next = at;
  if (previous === null) earliest = timer;
  else previous.next = timer;
  timer.armed = true;
  if (earliest === timer) program();
  restoreInterrupts(on);
}

/** @irq */
export function cancelTimer(timer: Timer): void {
  const on = disableInterrupts();
  if (timer.armed) remove(timer);
  restoreInterrupts(on);
}
