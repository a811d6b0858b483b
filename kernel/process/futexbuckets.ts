/**
 * Waiters of futexes, hashed by key (futexkey.ts). A waiter is an object of the thread that waits. None of it needs the
 * kernel lock.
 *
 * Invariants: a word is compared and the waiter queued under the bucket's lock, so no wake-up is lost. Who takes a
 * waiter out of its list takes its thread out of its queue before it gives the lock back, and wakes that after; a waiter
 * looks whether it was taken out under that lock: so its memory stays until nobody knows of it. A requeue changes the
 * bucket under both locks.
 */
import { NOT_THERE, peekWord } from "../arch/x64/nofault.ts";
import { SpinLock } from "../arch/x64/smp/spinlock.ts";
import { Errno } from "../lib/errno.ts";
import { userTouch } from "../mm/user.ts";
import type { WaitQueue } from "../sync/waitqueue.ts";
import type { WakeList } from "../sync/wakelist.ts";
import { FutexKey } from "./futexkey.ts";
import type { PiWaiter } from "./pifutex.ts";

export class FutexWaiter {
  readonly key: Embed<FutexKey> = new FutexKey();
  bits: u32 = 0xffffffff;
  woken: boolean = false;
  /** Where the thread sleeps. */
  queue: WaitQueue | null = null;
  /** Held by a thread that waits for several words while it looks which are woken, and until it is in its queue. */
  setLock: SpinLock | null = null;
  /** Waits for this lock next (FUTEX_WAIT_REQUEUE_PI), and only a move there ends the wait. */
  pi: PiWaiter | null = null;
  /** Whose list it stands in, or stood in last. */
  bucket: Bucket | null = null;
  next: FutexWaiter | null = null;
  previous: FutexWaiter | null = null;
}

export class Bucket {
  readonly lock: Embed<SpinLock> = new SpinLock();
  first: FutexWaiter | null = null;
  last: FutexWaiter | null = null;

  append(waiter: FutexWaiter): void {
    const last = this.last;
    waiter.bucket = this;
    waiter.next = null;
    waiter.previous = last;
    if (last === null) this.first = waiter;
    else last.next = waiter;
    this.last = waiter;
  }
  remove(waiter: FutexWaiter): void {
    const { next, previous } = waiter;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next === null) this.last = previous;
    else next.previous = previous;
  }
  /** Takes a waiter out, for the caller to wake. The lock is held. */
  release(waiter: FutexWaiter, toWake: WakeList): void {
    this.remove(waiter);
    waiter.woken = true;
    const set = waiter.setLock;
    if (set !== null) set.acquire();
    // Null: its time has run out or it has a signal, and somebody else wakes it.
    const thread = waiter.queue!.takeFirst();
    if (thread !== null) toWake.add(thread);
    if (set !== null) set.release();
  }
  /**
   * Takes out up to `count` waiters whose bits meet `bits`, for the caller to wake: how many; -EINVAL at one that waits
   * to be moved to a lock. The lock is held.
   */
  takeOut(key: FutexKey, count: u32, bits: u32, toWake: WakeList): isize {
    let woken: u32 = 0;
    let at = this.first;
    while (at !== null && woken < count) {
      const next: FutexWaiter | null = at.next;
      if (at.key.is(key)) {
        if (at.pi !== null) return -Errno.EINVAL;
        if ((at.bits & bits) !== 0) {
          this.release(at, toWake);
          woken++;
        }
      }
      at = next;
    }
    return isize(woken);
  }
}

const BUCKETS: u64 = 256;
let buckets!: FixedArray<Embed<Bucket>, 256>;

export function bucketOf(key: FutexKey): Bucket {
  const { at } = key;
  return buckets[((at >> 2) ^ (at >> 10) ^ (at >> 18) ^ key.object) & (BUCKETS - 1)];
}

/** Takes the waiter out of its list, whichever that is by now: false when it has been woken. Interrupts are off. */
export function withdraw(waiter: FutexWaiter): boolean {
  while (true) {
    const bucket = waiter.bucket!;
    bucket.lock.acquire();
    if (waiter.bucket !== bucket) {
      bucket.lock.release();
      continue;
    }
    const { woken } = waiter;
    if (!woken) bucket.remove(waiter);
    bucket.lock.release();
    return !woken;
  }
}

/** Takes the lock when the word can be read under it: [interrupts were on, the word, or NOT_THERE and no lock for EFAULT]. */
export function lockAt(bucket: Bucket, address: u64): [boolean, u64] {
  while (true) {
    const on = bucket.lock.lock();
    const word = peekWord(address);
    if (word !== NOT_THERE) return [on, word];
    bucket.lock.unlock(on);
    if (!userTouch(address, 4, false)) return [on, NOT_THERE];
  }
}
