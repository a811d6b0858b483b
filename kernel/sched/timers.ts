/**
 * One-shot timers: a list a processor by expiry, and its local APIC timer armed for the earliest.
 *
 * Timers belong to their users (a field or a local of a sleeping function); arming one that is armed moves it to the
 * processor that asks. Expiry functions run in the timer interrupt: they may wake threads and arm timers, and must not
 * sleep. A timer that is taken out of another processor's list leaves that one's interrupt to find nothing due.
 *
 * Each list has a spinlock, which is not held while an expiry function runs. A timer is armed and cancelled by one
 * thread at a time (or by its own expiry function): its users see to that.
 */
import { armTimer, startTimerMasked, timerCount } from "../arch/x64/apic.ts";
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { thisCpuIndex } from "../arch/x64/smp/cpus.ts";
import { SpinLock } from "../arch/x64/smp/spinlock.ts";
import { SpinWait } from "../arch/x64/smp/spinwait.ts";
import { allocVector, setInterruptHandler } from "../arch/x64/traps.ts";
import { panic } from "../lib/panic.ts";
import { monotonicNs } from "../time/clock.ts";

export class Timer {
  expiresAtNs: u64 = 0;
  armed: boolean = false;
  /** The processor in whose list it stands. */
  cpu: u32 = 0;
  next: Timer | null = null;
  onExpiry: FnPtr<(argument: u64) => void> | null = null;
  argument: u64 = 0;
}

/** The armed timers of a processor, earliest first. */
class TimerList {
  readonly lock: Embed<SpinLock> = new SpinLock();
  earliest: Timer | null = null;
  /** Address of the timer whose expiry function runs just now. */
  readonly expiring: Atomic<u64> = atomic<u64>(0);

  remove(timer: Timer): void {
    let previous: Timer | null = null;
    let at = this.earliest;
    while (at !== null && at !== timer) {
      previous = at;
      at = at.next;
    }
    if (previous === null) this.earliest = timer.next;
    else previous.next = timer.next;
    timer.armed = false;
    timer.next = null;
  }
  /** True when the timer is the earliest now. */
  insert(timer: Timer): boolean {
    let previous: Timer | null = null;
    let at = this.earliest;
    while (at !== null && at.expiresAtNs <= timer.expiresAtNs) {
      previous = at;
      at = at.next;
    }
    timer.next = at;
    timer.armed = true;
    if (previous === null) this.earliest = timer;
    else previous.next = timer;
    return previous === null;
  }
}

let lists!: FixedArray<Embed<TimerList>, 64>;
let timerVector: u32 = 0;
/** Timer ticks a nanosecond, times 2^20; 0 until the first timer is armed. */
let ticksPerNsShifted: u64 = 0;
const SHIFT: u64 = 20;

/** Counted against the clock for this long. */
const CALIBRATION_NS: u64 = 200000;
const LONGEST_TICKS: u64 = 0xffffffff;

function calibrate(): void {
  startTimerMasked(0xffffffff);
  const start = monotonicNs();
  let elapsed: u64 = 0;
  while (elapsed < CALIBRATION_NS) elapsed = monotonicNs() - start;
  const counted = u64(0xffffffff - timerCount());
  ticksPerNsShifted = max((counted << SHIFT) / elapsed, 1);
}

/** Arms this processor's interrupt for its earliest timer. Its list's lock is held. */
function program(list: TimerList): void {
  const timer = list.earliest;
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
  const list = lists[thisCpuIndex()];
  const now = monotonicNs();
  const on = list.lock.lock();
  let timer = list.earliest;
  while (timer !== null && timer.expiresAtNs <= now) {
    list.earliest = timer.next;
    timer.armed = false;
    timer.next = null;
    const { argument, onExpiry } = timer;
    list.expiring.store(addressOf(timer), "relaxed");
    list.lock.release();
    if (onExpiry !== null) onExpiry(argument);
    list.lock.acquire();
    list.expiring.store(0, "release");
    timer = list.earliest;
  }
  program(list);
  list.lock.unlock(on);
}

/**
 * Arms (or moves) a timer to an absolute time of the monotonic clock.
 * @irq
 */
export function setTimer(timer: Timer, expiresAtNs: u64): void {
  const on = disableInterrupts();
  if (timer.armed) cancelTimer(timer);
  const cpu = thisCpuIndex();
  const list = lists[cpu];
  list.lock.acquire();
  timer.cpu = cpu;
  timer.expiresAtNs = expiresAtNs;
  if (list.insert(timer)) program(list);
  list.lock.release();
  restoreInterrupts(on);
}

/**
 * Afterwards the timer does not expire, and its expiry function is not running, unless that is who calls: what it uses
 * may be freed. The caller holds no spinlock that the function takes.
 * @irq
 */
export function cancelTimer(timer: Timer): void {
  const on = disableInterrupts();
  const cpu = timer.cpu;
  const list = lists[cpu];
  list.lock.acquire();
  if (timer.armed) list.remove(timer);
  list.lock.release();
  if (cpu !== thisCpuIndex()) waitForExpiry(list, timer);
  restoreInterrupts(on);
}

function waitForExpiry(list: TimerList, timer: Timer): void {
  const wait: Embed<SpinWait> = new SpinWait();
  while (list.expiring.load("acquire") === addressOf(timer)) {
    if (!wait.goesOn()) panic("a timer's expiry function does not end");
  }
}
