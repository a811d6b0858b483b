/**
 * Real-time signals that wait: unlike the first 31, each send is delivered, in order, with its own siginfo (signal(7)).
 *
 * Invariant: a signal whose pending bit is set and that has no entry here was sent from an interrupt handler, where no
 * memory is taken; its siginfo is in the sender's slot.
 */
import { SignalInfo } from "./signalinfo.ts";

class Queued {
  readonly info: Embed<SignalInfo> = new SignalInfo();
  next: Queued | null = null;
}

export class SignalQueue {
  private first: Queued | null = null;

  add(info: SignalInfo): void {
    const entry = new Queued();
    copyBytes(addressOf(entry.info), addressOf(info), sizeOf<SignalInfo>());
    let last = this.first;
    while (last !== null && last.next !== null) last = last.next;
    if (last === null) this.first = entry;
    else last.next = entry;
  }
  /** Takes the oldest entry of a signal: [found, another one waits]. */
  take(signal: u32, into: SignalInfo): [boolean, boolean] {
    let previous: Queued | null = null;
    for (let at = this.first; at !== null; at = at.next) {
      if (u32(at.info.signal) !== signal) {
        previous = at;
        continue;
      }
      copyBytes(addressOf(into), addressOf(at.info), sizeOf<SignalInfo>());
      const rest = at.next;
      if (previous === null) this.first = rest;
      else previous.next = rest;
      free(at);
      return [true, holds(rest, signal)];
    }
    return [false, false];
  }
  /** Forgets the entries of a signal. */
  drop(signal: u32): void {
    const info: Embed<SignalInfo> = new SignalInfo();
    let more = true;
    while (more) [more] = this.take(signal, info);
  }
  clear(): void {
    for (let at = this.first; at !== null; ) {
      const next: Queued | null = at.next;
      free(at);
      at = next;
    }
    this.first = null;
  }
}

function holds(from: Queued | null, signal: u32): boolean {
  for (let at = from; at !== null; at = at.next) if (u32(at.info.signal) === signal) return true;
  return false;
}
