/**
 * Threads that other processors have made runnable here: many push, the owner takes all.
 *
 * Lock-free: a push is one compare-and-exchange on the head, taking all is one exchange. Who finds the queue empty must
 * interrupt the owner, unless that one polls; everybody else's thread is then found by the same look.
 */
import type { Thread } from "./thread.ts";

export class Incoming {
  /** Newest first, linked by `next`. */
  private readonly newest: Atomic<u64> = atomic<u64>(0);

  get isEmpty(): boolean {
    return this.newest.load("relaxed") === 0;
  }
  /** As `isEmpty`, ordered after what the caller stored before. */
  isEmptyNow(): boolean {
    return this.newest.load() === 0;
  }

  /** Adds a thread that is in no queue. True when there was none before. */
  push(thread: Thread): boolean {
    while (true) {
      const head = this.newest.load("relaxed");
      thread.next = head === 0 ? null : ref<Thread>(head);
      if (this.newest.compareExchange(head, addressOf(thread))) return head === 0;
    }
  }

  /** Takes all, oldest first, linked by `next`. */
  takeAll(): Thread | null {
    const head = this.newest.exchange(0, "acquire");
    let at: Thread | null = head === 0 ? null : ref<Thread>(head);
    let oldest: Thread | null = null;
    while (at !== null) {
      const next: Thread | null = at.next;
      at.next = oldest;
      oldest = at;
      at = next;
    }
    return oldest;
  }
}
