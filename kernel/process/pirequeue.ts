/**
 * FUTEX_WAIT_REQUEUE_PI and FUTEX_CMP_REQUEUE_PI (futex(2)): waiters of a word that come back with a lock. Who moves
 * them gives them the lock or a place among its waiters; there they go on waiting. The kernel lock is held, as for all
 * of pifutex.ts.
 */
import { restoreInterrupts } from "../arch/x64/cpu.ts";
import { NOT_THERE } from "../arch/x64/nofault.ts";
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { WakeList } from "../sync/wakelist.ts";
import { type Bucket, bucketOf, FutexWaiter, lockAt, withdraw } from "./futexbuckets.ts";
import type { FutexKey } from "./futexkey.ts";
import { PiWaiter, piJoin, piTouch, piWait } from "./pifutex.ts";
import { interruptibleSleep } from "./signals.ts";

/**
 * Waits at a word, and comes back with the lock: 0. -EAGAIN when the word is not `value`, or for a signal once it waits
 * for the lock; -EINTR for one before; -EFAULT, -ETIMEDOUT.
 */
export function futexWaitRequeuePi(
  key: FutexKey,
  address: u64,
  value: u32,
  lockKey: FutexKey,
  lockAddress: u64,
  deadlineNs: u64,
): isize {
  const bucket = bucketOf(key);
  const [on, word] = lockAt(bucket, address);
  if (word === NOT_THERE) return -Errno.EFAULT;
  if (u32(word) !== value) {
    bucket.lock.unlock(on);
    return -Errno.EAGAIN;
  }
  const lock: Embed<PiWaiter> = new PiWaiter();
  lock.prepare(lockKey, lockAddress);
  const queue: Embed<WaitQueue> = new WaitQueue();
  const waiter: Embed<FutexWaiter> = new FutexWaiter();
  waiter.key.copy(key);
  waiter.queue = queue;
  waiter.pi = lock;
  bucket.append(waiter);
  const outcome = interruptibleSleep(queue, deadlineNs, bucket.lock);
  let result: i32 = outcome === 0 ? -Errno.ETIMEDOUT : -Errno.EINTR;
  if (!withdraw(waiter)) {
    result = piWait(lock, deadlineNs);
    if (result === -Errno.EINTR) result = -Errno.EAGAIN;
  }
  restoreInterrupts(on);
  return isize(result);
}

/**
 * Moves up to `most` waiters of `from` to a lock: how many, or -EAGAIN when the word at `fromAddress` is not `expected`,
 * -EFAULT, -EINVAL at a waiter that does not wait for this lock, and what FUTEX_LOCK_PI says where one cannot have it.
 */
export function futexRequeuePi(
  from: FutexKey,
  fromAddress: u64,
  lock: FutexKey,
  lockAddress: u64,
  most: u32,
  expected: u32,
): isize {
  const isReadable = userReadable(lockAddress, 4);
  const isWritable = userWritable(lockAddress, 4);
  if (isWritable) piTouch(lockAddress);
  const bucket = bucketOf(from);
  const [on, word] = lockAt(bucket, fromAddress);
  if (word === NOT_THERE) return -Errno.EFAULT;
  const toWake: Embed<WakeList> = new WakeList();
  let done: isize = -Errno.EAGAIN;
  if (u32(word) === expected) {
    // Without a waiter the lock is looked at, and not written.
    const isUsable = isWritable || (isReadable && !hasWaiter(bucket, from));
    done = isUsable ? moveToLock(bucket, from, lock, lockAddress, most, toWake) : -Errno.EFAULT;
  }
  bucket.lock.release();
  toWake.wakeAll();
  restoreInterrupts(on);
  return done;
}
function hasWaiter(bucket: Bucket, key: FutexKey): boolean {
  for (let at = bucket.first; at !== null; at = at.next) if (at.key.is(key)) return true;
  return false;
}
function moveToLock(
  bucket: Bucket,
  from: FutexKey,
  lock: FutexKey,
  lockAddress: u64,
  most: u32,
  toWake: WakeList,
): isize {
  let moved: u32 = 0;
  let at = bucket.first;
  while (at !== null && moved < most) {
    const next: FutexWaiter | null = at.next;
    if (at.key.is(from)) {
      const waiter = at.pi;
      if (waiter === null || !waiter.key.is(lock)) return -Errno.EINVAL;
      const error = piJoin(waiter, lockAddress);
      if (error !== 0) return isize(error);
      bucket.release(at, toWake);
      moved++;
    }
    at = next;
  }
  return isize(moved);
}
