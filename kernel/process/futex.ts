/** Futexes: threads that sleep until a word is said to have changed (futex(2)). What guards the lists: futexbuckets.ts. */
import { restoreInterrupts } from "../arch/x64/cpu.ts";
import { NOT_THERE } from "../arch/x64/nofault.ts";
import { Errno } from "../lib/errno.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { WakeList } from "../sync/wakelist.ts";
import { type Bucket, bucketOf, FutexWaiter, lockAt, withdraw } from "./futexbuckets.ts";
import type { FutexKey } from "./futexkey.ts";
import { interruptibleSleep } from "./signals.ts";

/** Sleeps while the word at `address` is `value`; `deadlineNs` 0 means for ever. 0, or -EFAULT, -EAGAIN, -ETIMEDOUT, -EINTR. */
export function futexWait(key: FutexKey, address: u64, value: u32, bits: u32, deadlineNs: u64): isize {
  const bucket = bucketOf(key);
  const [on, word] = lockAt(bucket, address);
  if (word === NOT_THERE) return -Errno.EFAULT;
  if (u32(word) !== value) {
    bucket.lock.unlock(on);
    return -Errno.EAGAIN;
  }
  const queue: Embed<WaitQueue> = new WaitQueue();
  const waiter: Embed<FutexWaiter> = new FutexWaiter();
  waiter.key.copy(key);
  waiter.bits = bits;
  waiter.queue = queue;
  bucket.append(waiter);
  const outcome = interruptibleSleep(queue, deadlineNs, bucket.lock);
  const gaveUp = withdraw(waiter);
  restoreInterrupts(on);
  if (!gaveUp) return 0;
  return outcome === 0 ? -Errno.ETIMEDOUT : -Errno.EINTR;
}

/** Wakes up to `count` waiters whose bits meet `bits`: how many, or -EINVAL where one waits to be moved to a lock. */
export function futexWake(key: FutexKey, count: u32, bits: u32): isize {
  const bucket = bucketOf(key);
  const toWake: Embed<WakeList> = new WakeList();
  const on = bucket.lock.lock();
  const woken = bucket.takeOut(key, count, bits, toWake);
  bucket.lock.release();
  toWake.wakeAll();
  restoreInterrupts(on);
  return woken;
}

/**
 * Wakes `wakeCount` waiters of `from` and moves up to `moveCount` others to `to`; returns both together. With
 * `compares`, -EAGAIN when the word at `fromAddress` is not `expected`; -EFAULT; -EINVAL as `futexWake`.
 */
export function futexRequeue(
  from: FutexKey,
  fromAddress: u64,
  to: FutexKey,
  wakeCount: u32,
  moveCount: u32,
  compares: boolean,
  expected: u32,
): isize {
  const source = bucketOf(from);
  const target = bucketOf(to);
  const isSourceFirst = addressOf(source) <= addressOf(target);
  const outer: Bucket = isSourceFirst ? source : target;
  const inner: Bucket = isSourceFirst ? target : source;
  let on = false;
  let word = u64(expected);
  if (compares) [on, word] = lockAt(outer, fromAddress);
  else on = outer.lock.lock();
  if (word === NOT_THERE) return -Errno.EFAULT;
  let done: isize = -Errno.EAGAIN;
  const toWake: Embed<WakeList> = new WakeList();
  if (u32(word) === expected) {
    if (inner !== outer) inner.lock.acquire();
    done = source.takeOut(from, wakeCount, 0xffffffff, toWake);
    const moved: isize = done < 0 ? done : move(source, from, target, to, moveCount);
    done = moved < 0 ? moved : done + moved;
    if (inner !== outer) inner.lock.release();
  }
  outer.lock.release();
  toWake.wakeAll();
  restoreInterrupts(on);
  return done;
}
/** Moves up to `count` waiters; how many it were. Both locks are held. */
function move(source: Bucket, from: FutexKey, target: Bucket, to: FutexKey, count: u32): isize {
  let moved: u32 = 0;
  const last = source.last;
  let at = source.first;
  while (at !== null && moved < count) {
    // What is moved within one bucket goes behind `last`, and is not met again.
    const next: FutexWaiter | null = at === last ? null : at.next;
    if (at.key.is(from)) {
      if (at.pi !== null) return -Errno.EINVAL;
      source.remove(at);
      at.key.copy(to);
      target.append(at);
      moved++;
    }
    at = next;
  }
  return isize(moved);
}
