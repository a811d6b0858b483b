/**
 * Signals that wait one by one, in order, each with its own siginfo (signal(7)): real-time signals, and those of POSIX
 * timers, whose entries belong to the timers so that no memory is taken in an interrupt.
 *
 * Invariants: an entry stands in at most one queue. A signal whose pending bit is set and that has no entry has its
 * siginfo in the slot of its number.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { SignalInfo } from "./signalinfo.ts";

export class QueuedSignal {
  readonly info: Embed<SignalInfo> = new SignalInfo();
  /** Whose it is and what is told when it is taken out; null: the queue's, which frees it. */
  onTaken: FnPtr<(owner: u64, info: SignalInfo) => void> | null = null;
  owner: u64 = 0;
  /** Where it waits; null: nowhere. */
  queue: SignalQueue | null = null;
  next: QueuedSignal | null = null;
}

/** Entries that the queues have taken memory for: RLIMIT_SIGPENDING bounds it. */
let count: u64 = 0;
export function queuedSignals(): u64 {
  return count;
}

export class SignalQueue {
  private first: QueuedSignal | null = null;

  /** Queues a copy. */
  add(info: SignalInfo): void {
    const entry = new QueuedSignal();
    copyBytes(addressOf(entry.info), addressOf(info), sizeOf<SignalInfo>());
    count++;
    this.addEntry(entry);
  }
  /**
   * Queues an entry that stands in no queue.
   * @irq
   */
  addEntry(entry: QueuedSignal): void {
    const on = disableInterrupts();
    entry.queue = this;
    entry.next = null;
    let last = this.first;
    while (last !== null && last.next !== null) last = last.next;
    if (last === null) this.first = entry;
    else last.next = entry;
    restoreInterrupts(on);
  }
  /** Takes the oldest entry of a signal: [found, another one waits]. */
  take(signal: u32, into: SignalInfo): [boolean, boolean] {
    const on = disableInterrupts();
    const entry = oldest(this.first, signal);
    let more = false;
    if (entry !== null) {
      copyBytes(addressOf(into), addressOf(entry.info), sizeOf<SignalInfo>());
      this.unlink(entry);
      more = this.holds(signal);
    }
    restoreInterrupts(on);
    if (entry === null) return [false, false];
    const tell = entry.onTaken;
    if (tell !== null) tell(entry.owner, into);
    else {
      count--;
      free(entry);
    }
    return [true, more];
  }
  holds(signal: u32): boolean {
    return oldest(this.first, signal) !== null;
  }
  /** Takes out an entry that stands here. */
  unlink(entry: QueuedSignal): void {
    const on = disableInterrupts();
    let previous: QueuedSignal | null = null;
    for (let at = this.first; at !== null && at !== entry; at = at.next) previous = at;
    if (previous === null) this.first = entry.next;
    else previous.next = entry.next;
    entry.next = null;
    entry.queue = null;
    restoreInterrupts(on);
  }
  /** Forgets the entries of a signal. */
  drop(signal: u32): void {
    const info: Embed<SignalInfo> = new SignalInfo();
    let more = true;
    while (more) [, more] = this.take(signal, info);
  }
  clear(): void {
    const info: Embed<SignalInfo> = new SignalInfo();
    for (let entry = this.first; entry !== null; entry = this.first) this.take(u32(entry.info.signal), info);
  }
}

function oldest(from: QueuedSignal | null, signal: u32): QueuedSignal | null {
  for (let at = from; at !== null; at = at.next) if (u32(at.info.signal) === signal) return at;
  return null;
}
