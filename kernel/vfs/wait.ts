/** Waiting in files: interruptible by signals, which stand above this room. */
import type { SpinLock } from "../arch/x64/smp/spinlock.ts";
import type { WaitQueue } from "../sync/waitqueue.ts";

/** Sleeps in the queue, interrupts off; 0 when woken, else the negative errno that the call returns. */
type Wait = FnPtr<(queue: WaitQueue, deadlineNs: u64, lock: SpinLock | null) => isize>;

let interruptible: Wait | null = null;

/** process/ says how to sleep so that a signal ends it. */
export function setInterruptibleWait(wait: Wait): void {
  interruptible = wait;
}
/**
 * Interrupts must be off, and the condition checked under that and the kernel lock; or under `lock`, which is held before and after and
 * given back meanwhile.
 */
export function waitInterruptibly(queue: WaitQueue, lock: SpinLock | null = null): isize {
  return waitInterruptiblyUntil(queue, 0, lock);
}
/** As above with a deadline of the monotonic clock (0: none): -ETIMEDOUT when it passed. */
export function waitInterruptiblyUntil(
  queue: WaitQueue,
  deadlineNs: u64,
  lock: SpinLock | null = null,
): isize {
  const wait = interruptible;
  if (wait !== null) return wait(queue, deadlineNs, lock);
  if (lock !== null) queue.waitReleasing(lock);
  else queue.wait();
  return 0;
}
