/**
 * The run queue: runnable threads of one CPU, least virtual runtime first.
 *
 * A thread that slept enters at no less than the queue's floor, so that it does not starve the others with the time
 * that it saved up. The running thread is not in the queue.
 */
import type { Thread } from "./thread.ts";

export class RunQueue {
  private first: Thread | null = null;
  /** The greatest virtual runtime that any departed thread had: newcomers start here. */
  floor: u64 = 0;
  length: u32 = 0;

  get isEmpty(): boolean {
    return this.first === null;
  }

  push(thread: Thread): void {
    if (thread.virtualRuntime < this.floor) thread.virtualRuntime = this.floor;
    this.length++;
    let previous: Thread | null = null;
    let at = this.first;
    while (at !== null && at.virtualRuntime <= thread.virtualRuntime) {
      previous = at;
      at = at.next;
    }
    thread.next = at;
    if (previous === null) this.first = thread;
    else previous.next = thread;
  }

  pop(): Thread | null {
    const thread = this.first;
    if (thread === null) return null;
    this.first = thread.next;
    thread.next = null;
    this.length--;
    if (thread.virtualRuntime > this.floor) this.floor = thread.virtualRuntime;
    return thread;
  }
}
