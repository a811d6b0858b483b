/**
 * POSIX timers (timer_create(2)): each sends a signal when it expires.
 *
 * A timer has at most one signal pending; expirations meanwhile are counted as overruns of that one.
 */

import { findThread } from "../sched/thread.ts";
import { cancelTimer, setTimer, Timer } from "../sched/timers.ts";
import { expiryOf, monotonicNs } from "../time/clock.ts";
import { CpuTimer } from "./cputimer.ts";
import type { Process } from "./process.ts";
import { type ProgramThread, programOf } from "./programthread.ts";
import type { SignalInfo } from "./signalinfo.ts";
import { QueuedSignal } from "./signalqueue.ts";
import { sendEntry, withdrawEntry } from "./signals.ts";

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
  /** Expirations that the signal which was delivered last stands for, besides its own. */
  overrun: u32 = 0;
  /** The same of the signal that waits. */
  private overrunSoFar: u64 = 0;
  private readonly entry: Embed<QueuedSignal> = new QueuedSignal();
  private intervalNs: u64 = 0;
  private readonly timer: Embed<Timer> = new Timer();
  /** In place of `timer`, when the clock is one of CPU time. */
  private readonly cpuTimer: Embed<CpuTimer> = new CpuTimer();
  private isCpu: boolean = false;
  process!: Process;
  next: PosixTimer | null = null;

  /** Its clock is the CPU time of a thread, or of the process (0). */
  countCpuTime(thread: i32): void {
    this.isCpu = true;
    this.cpuTimer.init(this.process, thread, expireCpu, addressOf(this));
  }
  /** Arms a timer for a wait from now or a time of its clock. 0 disarms. */
  setTo(valueNs: u64, absolute: boolean, intervalNs: u64): void {
    if (this.isCpu)
      this.set(valueNs === 0 || absolute ? valueNs : this.cpuTimer.usedNs() + valueNs, intervalNs);
    else
      this.set(
        expiryOf(valueNs, this.clock === CLOCK_REALTIME || this.clock === CLOCK_TAI, absolute),
        intervalNs,
      );
  }
  private set(at: u64, intervalNs: u64): void {
    this.disarm();
    this.intervalNs = intervalNs;
    this.overrun = 0;
    if (this.isCpu) {
      this.cpuTimer.set(at, intervalNs);
      return;
    }
    this.timer.onExpiry = expire;
    this.timer.argument = addressOf(this);
    if (at !== 0) setTimer(this.timer, at);
  }
  /** Nothing comes of it any more: a signal that waits goes too. */
  disarm(): void {
    if (this.isCpu) this.cpuTimer.cancel();
    else cancelTimer(this.timer);
    withdrawEntry(this.process, this.target(), this.entry);
  }
  /** [nanoseconds to go (0: disarmed), interval]. */
  remaining(): [u64, u64] {
    if (this.isCpu) return this.cpuTimer.remaining();
    if (!this.timer.armed) return [0, this.intervalNs];
    const now = monotonicNs();
    return [this.timer.expiresAtNs > now ? this.timer.expiresAtNs - now : 1, this.intervalNs];
  }
  private target(): ProgramThread | null {
    const thread = this.thread === 0 ? null : findThread(this.thread);
    return thread === null ? null : programOf(thread);
  }
  /** In the timer interrupt. */
  onTime(): void {
    let times: u64 = 1;
    if (this.intervalNs !== 0) {
      const now = monotonicNs();
      const due = this.timer.expiresAtNs;
      if (now > due) times += (now - due) / this.intervalNs;
      setTimer(this.timer, due + times * this.intervalNs);
    }
    this.onExpired(times);
  }
  onExpired(times: u64): void {
    if (this.signal === 0) return;
    if (this.entry.queue !== null) {
      this.overrunSoFar += times;
      return;
    }
    this.overrunSoFar = times - 1;
    const target = this.target();
    if (this.thread !== 0 && target === null) return;
    const { info } = this.entry;
    info.signal = i32(this.signal);
    info.errno = 0;
    info.code = SI_TIMER;
    info.value = this.value;
    this.entry.onTaken = taken;
    this.entry.owner = addressOf(this);
    sendEntry(this.process, target, this.entry);
  }
  /** The signal is delivered: with what it stands for. */
  onTaken(info: SignalInfo): void {
    this.overrun = u32(min(this.overrunSoFar, MOST_OVERRUNS));
    info.address = u64(u32(this.id)) | (u64(this.overrun) << 32); // si_tid, si_overrun
  }
}
/** DELAYTIMER_MAX. */
const MOST_OVERRUNS: u64 = 0x7fffffff;
const CLOCK_REALTIME: u32 = 0;
const CLOCK_TAI: u32 = 11;

/** @irq */
function expire(address: u64): void {
  ref<PosixTimer>(address).onTime();
}
/** @irq */
function expireCpu(address: u64, times: u64): void {
  ref<PosixTimer>(address).onExpired(times);
}
function taken(address: u64, info: SignalInfo): void {
  ref<PosixTimer>(address).onTaken(info);
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
  timer.disarm();
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
