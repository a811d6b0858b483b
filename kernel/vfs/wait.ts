/** Waiting in files: interruptible by signals, which stand above this room. */
import type { WaitQueue } from "../sync/waitqueue.ts";

/** Sleeps in the queue, interrupts off; 0 when woken, else the negative errno that the call returns. */
type Wait = FnPtr<(queue: WaitQueue, deadlineNs: u64) => isize>;

let interruptible: Wait | null = null;

/** process/ says how to sleep so that a signal ends it. */
export function setInterruptibleWait(wait: Wait): void {
  interruptible = wait;
}
/** Interrupts must be off, and the condition checked under that. */
export function waitInterruptibly(queue: WaitQueue): isize {
  return waitInterruptiblyUntil(queue, 0);
}
/** As above with a deadline of the monotonic clock (0: none): -ETIMEDOUT when it passed. */
export function waitInterruptiblyUntil(queue: WaitQueue, deadlineNs: u64): isize {
  const wait = interruptible;
  if (wait !== null) return wait(queue, deadlineNs);
  queue.wait();
  return 0;
}
