/**
 * One-shot timers: a list a processor by expiry, and its local APIC timer armed for the earliest.
 *
 * Timers belong to their users (a field or a local of a sleeping function); arming one that is armed moves it to the
 * processor that asks. Expiry functions run in the timer interrupt: they may wake threads and arm timers, and must not
 * sleep. A timer that is taken out of another processor's list leaves that one's interrupt to find nothing due.
 */
import { armTimer, startTimerMasked, timerCount } from "../arch/x64/apic.ts";
import { disableInterrupts, rdtsc, restoreInterrupts } from "../arch/x64/cpu.ts";
import { thisCpuIndex } from "../arch/x64/smp/cpus.ts";
import { allocVector, setInterruptHandler } from "../arch/x64/traps.ts";
import { monotonicNs } from "../time/clock.ts";
import { ticksToNs } from "../time/tsc.ts";

export class Timer {
  expiresAtNs: u64 = 0;
  armed: boolean = false;
  /** The processor in whose list it stands. */
  cpu: u32 = 0;
  next: Timer | null = null;
  onExpiry: FnPtr<(argument: u64) => void> | null = null;
  argument: u64 = 0;
}

/** Earliest timer of each processor. */
let earliest!: FixedArray<Timer | null, 64>;
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

/** Arms this processor's interrupt for its earliest timer. */
function program(cpu: u32): void {
  const timer = earliest[cpu];
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
  const cpu = thisCpuIndex();
  runExpired(cpu);
  program(cpu);
}

function runExpired(cpu: u32): void {
  const now = monotonicNs();
  let timer = earliest[cpu];
  while (timer !== null && timer.expiresAtNs <= now) {
    earliest[cpu] = timer.next;
    timer.armed = false;
    timer.next = null;
    const action = timer.onExpiry;
    if (action !== null) action(timer.argument);
    timer = earliest[cpu];
  }
}

function remove(timer: Timer): void {
  let previous: Timer | null = null;
  for (let at = earliest[timer.cpu]; at !== null; at = at.next) {
    if (at === timer) {
      if (previous === null) earliest[timer.cpu] = at.next;
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
  const cpu = thisCpuIndex();
  timer.cpu = cpu;
  timer.expiresAtNs = expiresAtNs;
  let previous: Timer | null = null;
  let at = earliest[cpu];
  while (at !== null && at.expiresAtNs <= expiresAtNs) {
    previous = at;
    at = at.next;
  }
  timer.next = at;
  if (previous === null) earliest[cpu] = timer;
  else previous.next = timer;
  timer.armed = true;
  if (earliest[cpu] === timer) program(cpu);
  restoreInterrupts(on);
}

/** @irq */
export function cancelTimer(timer: Timer): void {
  const on = disableInterrupts();
  if (timer.armed) remove(timer);
  restoreInterrupts(on);
}
