/** What a process has of signals: its dispositions, and what is pending for any of its threads. */
import type { SignalInfo } from "./signalinfo.ts";
import { isIgnoredByDefault, SIG_DFL, SIG_IGN } from "./signalnumbers.ts";
import { SignalQueue } from "./signalqueue.ts";

/** struct sigaction of the system call (Linux arch/x86/include/uapi/asm/signal.h). */
export class SignalAction {
  handler: u64 = 0;
  flags: u64 = 0;
  restorer: u64 = 0;
  mask: u64 = 0;
}

export class SignalState {
  actions!: FixedArray<Embed<SignalAction>, 65>;
  pending: u64 = 0;
  infos!: FixedArray<Embed<SignalInfo>, 65>;
  /** Real-time signals, each with its own siginfo. */
  readonly queue: Embed<SignalQueue> = new SignalQueue();

  isIgnored(signal: u32): boolean {
    const handler = this.actions[signal].handler;
    return handler === SIG_IGN || (handler === SIG_DFL && isIgnoredByDefault(signal));
  }
}
