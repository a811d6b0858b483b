/**
 * POSIX timers (timer_create(2)): each sends a signal when it expires.
 *
 * A timer has at most one signal pending; expirations meanwhile are counted as overruns of that one.
 */

import { findThread } from "../sched/thread.ts";
import { cancelTimer, setTimer, Timer } from "../sched/timers.ts";
import { monotonicNs } from "../time/clock.ts";
import type { Process } from "./process.ts";
import { programOf } from "./programthread.ts";
import { SignalInfo } from "./signalinfo.ts";
import { sendFromInterrupt, sendToThreadFromInterrupt } from "./signals.ts";

/** si_code of a timer's signal. */
const SI_TIMER: i32 = -2;

export class PosixTimer {
  id: i32 = 0;
  clock: u32 = 0;
  /** 0: the timer only counts (SIGEV_NONE). */
  signal: u32 = 0;
  /** The thread that the signal is for; 0: the process. */
  thread: i32 = 0;
  value: u64 = 0;
  overrun: u32 = 0;
  intervalNs: u64 = 0;
  readonly timer: Embed<Timer> = new Timer();
  process!: Process;
  next: PosixTimer | null = null;

  set(atNs: u64, intervalNs: u64): void {
    cancelTimer(this.timer);
    this.intervalNs = intervalNs;
    this.overrun = 0;
    this.timer.onExpiry = expire;
    this.timer.argument = addressOf(this);
    if (atNs !== 0) setTimer(this.timer, atNs);
  }
  /** [nanoseconds to go (0: disarmed), interval]. */
  remaining(): [u64, u64] {
    if (!this.timer.armed) return [0, this.intervalNs];
    const now = monotonicNs();
    return [this.timer.expiresAtNs > now ? this.timer.expiresAtNs - now : 1, this.intervalNs];
  }
  /** In the timer interrupt. */
  onExpired(): void {
    let times: u64 = 1;
    if (this.intervalNs !== 0) {
      const now = monotonicNs();
      const due = this.timer.expiresAtNs;
      if (now > due) times += (now - due) / this.intervalNs;
      setTimer(this.timer, due + times * this.intervalNs);
    }
    this.overrun = u32(times - 1);
    if (this.signal === 0) return;
    const info: Embed<SignalInfo> = new SignalInfo();
    info.signal = i32(this.signal);
    info.code = SI_TIMER;
    info.address = u64(u32(this.id)) | (u64(this.overrun) << 32); // si_tid, si_overrun
    info.value = this.value;
    if (this.thread === 0) {
      sendFromInterrupt(this.process, info);
      return;
    }
    const thread = findThread(this.thread);
    const program = thread === null ? null : programOf(thread);
    if (program !== null) sendToThreadFromInterrupt(program, info);
  }
}

/** @irq */
function expire(address: u64): void {
  ref<PosixTimer>(address).onExpired();
}

export function newPosixTimer(process: Process): PosixTimer {
  const timer = new PosixTimer();
  timer.id = process.nextTimerId++;
  timer.process = process;
  timer.next = process.timers;
  process.timers = timer;
  return timer;
}
export function findPosixTimer(process: Process, id: i32): PosixTimer | null {
  for (let t = process.timers; t !== null; t = t.next) if (t.id === id) return t;
  return null;
}
export function deletePosixTimer(timer: PosixTimer): void {
  cancelTimer(timer.timer);
  const { process } = timer;
  let previous: PosixTimer | null = null;
  for (let t = process.timers; t !== null; t = t.next) {
    if (t === timer) {
      if (previous === null) process.timers = t.next;
      else previous.next = t.next;
      break;
    }
    previous = t;
  }
  free(timer);
}
