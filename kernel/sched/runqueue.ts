/**
 * The run queue: runnable threads of one processor. Real-time threads come first, the most urgent before the others and
 * equals in order of arrival; then the fair ones, least virtual runtime first.
 *
 * Virtual runtimes are comparable within one queue only. `floor` follows the least of them, that of the running thread
 * included: a thread that slept enters a little under it, so that it runs soon but does not starve the others with the
 * time that it saved up, and one from another processor as far from this floor as it was from that one (`adopt`).
 *
 * The running thread is not in the queue, but for one that gives way: `running` keeps thieves off it until its state is
 * saved. Newcomers mostly belong at the end: places are looked for from there.
 */
import type { Thread } from "./thread.ts";

/** How far under the floor a sleeper may enter, in ticks: somewhat less than a slice. */
const SLEEPER_CREDIT: u64 = 6_000_000;
/** By how many weighted ticks a thread must be ahead of another to be interrupted for it: too many switches cost more. */
const GRANULARITY: u64 = 2_000_000;

/** Whether `thread`, which has become runnable, should have the processor instead of `running`. */
export function outranks(thread: Thread, running: Thread): boolean {
  if (thread.realtime !== running.realtime) return thread.realtime > running.realtime;
  return thread.realtime === 0 && thread.virtualRuntime + GRANULARITY < running.virtualRuntime;
}

export class RunQueue {
  private first: Thread | null = null;
  private last: Thread | null = null;
  /** What the least virtual runtime of the fair threads has come to; it never falls. */
  floor: u64 = 0;
  length: u32 = 0;

  get isEmpty(): boolean {
    return this.first === null;
  }

  /** The thread that `pop` would give. */
  get next(): Thread | null {
    return this.first;
  }

  /** `isFirst`: a real-time thread that has been interrupted stands before its equals. */
  push(thread: Thread, isFirst: boolean = false): void {
    const least: u64 = this.floor > SLEEPER_CREDIT ? this.floor - SLEEPER_CREDIT : 0;
    if (thread.virtualRuntime < least) thread.virtualRuntime = least;
    this.length++;
    let after = this.last;
    while (after !== null && comesBefore(thread, after, isFirst)) after = after.previous;
    const before = after === null ? this.first : after.next;
    thread.previous = after;
    thread.next = before;
    if (after === null) this.first = thread;
    else after.next = thread;
    if (before === null) this.last = thread;
    else before.previous = thread;
  }

  pop(): Thread | null {
    const thread = this.first;
    if (thread === null) return null;
    this.remove(thread);
    this.follow(thread);
    return thread;
  }

  /** Raises the floor to where `running` and the queue are. */
  follow(running: Thread): void {
    if (running.realtime !== 0) return;
    let least = running.virtualRuntime;
    const { first } = this;
    if (first !== null) {
      if (first.realtime !== 0) return;
      least = min(least, first.virtualRuntime);
    }
    if (least > this.floor) this.floor = least;
  }

  /** Sets the virtual runtime of a thread that comes from `other` to what it is here. */
  adopt(thread: Thread, other: RunQueue): void {
    const { virtualRuntime } = thread;
    const before = other.floor;
    if (virtualRuntime >= before) thread.virtualRuntime = this.floor + (virtualRuntime - before);
    else thread.virtualRuntime = this.floor - min(this.floor, before - virtualRuntime);
  }

  /** Takes out the first thread, or first fair one, that may run on the processor `index`; null when there is none. */
  takeFor(index: u32, evenUrgent: boolean): Thread | null {
    let thread = this.first;
    while (thread !== null && !(thread.mayMoveTo(index) && (evenUrgent || thread.realtime === 0)))
      thread = thread.next;
    if (thread !== null) this.remove(thread);
    return thread;
  }

  /** Takes a thread out if it stands in this queue. */
  takeOut(thread: Thread): boolean {
    let at = this.first;
    while (at !== null && at !== thread) at = at.next;
    if (at !== null) this.remove(thread);
    return at !== null;
  }

  private remove(thread: Thread): void {
    const { previous, next } = thread;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next === null) this.last = previous;
    else next.previous = previous;
    thread.previous = null;
    thread.next = null;
    this.length--;
  }
}

function comesBefore(thread: Thread, other: Thread, isFirst: boolean): boolean {
  if (thread.realtime !== other.realtime) return thread.realtime > other.realtime;
  return thread.realtime !== 0 ? isFirst : thread.virtualRuntime < other.virtualRuntime;
}
