/**
 * Timers of CPU time: setitimer(2)'s virtual and profiling timers, RLIMIT_CPU, POSIX timers of CPU clocks.
 *
 * Processors keep no count of such timers when they switch. A timer of wall time looks instead, at the earliest moment
 * when the CPU time can have been used: the rest of it divided by the processors that could use it at once. User time
 * and the kernel's for the program are not kept apart, so that a virtual timer counts both.
 */
import { onlineCount } from "../arch/x64/smp/cpus.ts";
import { findThread } from "../sched/thread.ts";
import { cancelTimer, setTimer, Timer } from "../sched/timers.ts";
import { monotonicNs } from "../time/clock.ts";
import type { Process } from "./process.ts";
import { processRunNs, threadRunNs } from "./usage.ts";

/** It is not looked more often than this. */
const SHORTEST_WAIT_NS: u64 = 500000;

export class CpuTimer {
  private process: Process | null = null;
  /** The thread whose time it counts; 0: all of the process. */
  private thread: i32 = 0;
  /** CPU time of the expiry; 0: not armed. */
  expiresAtNs: u64 = 0;
  intervalNs: u64 = 0;
  private readonly look: Embed<Timer> = new Timer();
  /** Called in the timer interrupt, with how often it has expired. */
  private onExpiry: FnPtr<(argument: u64, times: u64) => void> | null = null;
  private argument: u64 = 0;

  /** Says whose time it counts and what it calls. */
  init(
    process: Process,
    thread: i32,
    onExpiry: FnPtr<(argument: u64, times: u64) => void>,
    argument: u64,
  ): void {
    this.process = process;
    this.thread = thread;
    this.onExpiry = onExpiry;
    this.argument = argument;
  }
  /** What has been used; a thread that has ended uses nothing more. */
  usedNs(): u64 {
    if (this.thread === 0) return processRunNs(this.process!);
    const thread = findThread(this.thread);
    return thread === null ? 0 : threadRunNs(thread);
  }
  /** Arms it for an absolute CPU time (0: disarms), then every `intervalNs` (0: once). */
  set(expiresAtNs: u64, intervalNs: u64): void {
    cancelTimer(this.look);
    this.expiresAtNs = expiresAtNs;
    this.intervalNs = intervalNs;
    this.look.onExpiry = lookAgain;
    this.look.argument = addressOf(this);
    if (expiresAtNs !== 0) this.wait();
  }
  cancel(): void {
    this.set(0, 0);
  }
  /** [nanoseconds of CPU time to go (0: disarmed), interval]. */
  remaining(): [u64, u64] {
    if (this.expiresAtNs === 0) return [0, this.intervalNs];
    const used = this.usedNs();
    return [this.expiresAtNs > used ? this.expiresAtNs - used : 1, this.intervalNs];
  }
  private wait(): void {
    const used = this.usedNs();
    const rest: u64 = this.expiresAtNs > used ? this.expiresAtNs - used : 0;
    const parallel: u64 = this.thread !== 0 ? 1 : u64(onlineCount());
    setTimer(this.look, monotonicNs() + max(rest / parallel, SHORTEST_WAIT_NS));
  }
  /** In the timer interrupt. */
  onLook(): void {
    const used = this.usedNs();
    const due = this.expiresAtNs;
    if (due === 0) return;
    if (used >= due) {
      const times: u64 = this.intervalNs === 0 ? 1 : 1 + (used - due) / this.intervalNs;
      this.expiresAtNs = this.intervalNs === 0 ? 0 : due + times * this.intervalNs;
      const action = this.onExpiry;
      if (action !== null) action(this.argument, times);
    }
    if (this.expiresAtNs !== 0) this.wait();
  }
}

/** @irq */
function lookAgain(address: u64): void {
  ref<CpuTimer>(address).onLook();
}
