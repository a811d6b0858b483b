/** What a process has of signals: its dispositions, and what is pending for any of its threads. */
import type { SignalInfo } from "./signalinfo.ts";
import { isIgnoredByDefault, SIG_DFL, SIG_IGN, SIGNAL_COUNT } from "./signalnumbers.ts";
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

  copyActions(from: SignalState): void {
    for (let signal: u32 = 1; signal <= SIGNAL_COUNT; signal++)
      copyBytes(addressOf(this.actions[signal]), addressOf(from.actions[signal]), sizeOf<SignalAction>());
  }
  /** execve(2): what is ignored stays so, the rest is done by default. */
  resetHandlers(): void {
    for (let signal: u32 = 1; signal <= SIGNAL_COUNT; signal++) {
      const action = this.actions[signal];
      if (action.handler !== SIG_IGN) action.handler = SIG_DFL;
      action.flags = 0;
      action.mask = 0;
      action.restorer = 0;
    }
  }
  isIgnored(signal: u32): boolean {
    const handler = this.actions[signal].handler;
    return handler === SIG_IGN || (handler === SIG_DFL && isIgnoredByDefault(signal));
  }
}
