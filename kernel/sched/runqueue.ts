/**
 * The run queue: runnable threads of one processor, least virtual runtime first.
 *
 * A thread that slept enters at no less than the queue's floor, so that it does not starve the others with the time
 * that it saved up; one that comes from a processor whose clock is ahead enters near the floor too. The running thread
 * is not in the queue, but for one that gives way: `running` keeps thieves off it until its state is saved. Newcomers mostly belong at the end: places are looked for from there.
 */
import type { Thread } from "./thread.ts";

/** How far above the floor a newcomer may stand, in weighted ticks: some slices. */
const FARTHEST: u64 = 100_000_000;

export class RunQueue {
  private first: Thread | null = null;
  private last: Thread | null = null;
  /** The greatest virtual runtime that any departed thread had: newcomers start here. */
  floor: u64 = 0;
  length: u32 = 0;

  get isEmpty(): boolean {
    return this.first === null;
  }

  push(thread: Thread): void {
    if (thread.virtualRuntime < this.floor) thread.virtualRuntime = this.floor;
    else if (thread.virtualRuntime > this.floor + FARTHEST) thread.virtualRuntime = this.floor + FARTHEST;
    this.length++;
    let after = this.last;
    while (after !== null && after.virtualRuntime > thread.virtualRuntime) after = after.previous;
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
    if (thread.virtualRuntime > this.floor) this.floor = thread.virtualRuntime;
    return thread;
  }

  /** Takes out the first thread that may run on the processor `index`; null when there is none. */
  takeFor(index: u32): Thread | null {
    let thread = this.first;
    while (thread !== null && !thread.mayMoveTo(index)) thread = thread.next;
    if (thread !== null) this.remove(thread);
    return thread;
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
