/**
 * Threads that have been taken out of their wait queues and are still to be woken: a waker collects them under its
 * spinlocks and wakes them once it has given those back.
 *
 * A wake-up may send an interrupt, which takes microseconds and leaves the machine's hands where there is a hypervisor
 * or an emulator; and the first thing that the woken thread does may be to ask for the same lock. Until `wakeAll` the
 * threads sleep on, so they and their stacks stay.
 */
import { wake } from "../sched/scheduler.ts";
import type { Thread } from "../sched/thread.ts";
import type { WaitQueue } from "./waitqueue.ts";

export class WakeList {
  /** Linked by `next`: a thread here is in no queue. */
  private first: Thread | null = null;
  private last: Thread | null = null;

  /** Adds what `WaitQueue.takeFirst` or `takeThis` returned. */
  add(thread: Thread): void {
    const last = this.last;
    thread.next = null;
    if (last === null) this.first = thread;
    else last.next = thread;
    this.last = thread;
  }

  /** Takes all threads out of a queue. */
  addAll(queue: WaitQueue): void {
    for (let thread = queue.takeFirst(); thread !== null; thread = queue.takeFirst()) this.add(thread);
  }

  /**
   * Wakes all, in the order in which they came. No spinlock is held.
   * @irq
   */
  wakeAll(): void {
    let thread = this.first;
    this.first = null;
    this.last = null;
    while (thread !== null) {
      const next: Thread | null = thread.next;
      thread.next = null;
      wake(thread);
      thread = next;
    }
  }
}
