/**
 * Futexes: threads that sleep on the address of a word (futex(2)).
 *
 * Waiters of one address share a bucket's list; a waiter is an object on its own kernel stack. There is one address
 * space, so the virtual address is the key for private and shared futexes alike. None of it needs the kernel lock.
 *
 * Invariants: a word is compared and the waiter queued under the bucket's lock, so no wake-up is lost. Who takes a
 * waiter out of its list wakes it before it gives the lock back, and a waiter looks whether it was taken out under
 * that lock: so its stack stays until nobody knows of it. A requeue changes the bucket under both locks.
 */
import { restoreInterrupts } from "../arch/x64/cpu.ts";
import { NOT_THERE, peekWord } from "../arch/x64/nofault.ts";
import { SpinLock } from "../arch/x64/smp/spinlock.ts";
import { Errno } from "../lib/errno.ts";
import { userTouch } from "../mm/user.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { interruptibleSleep } from "./signals.ts";

class FutexWaiter {
  address: u64 = 0;
  bits: u32 = 0;
  woken: boolean = false;
  /** Whose list it stands in, or stood in last. */
  bucket: Bucket | null = null;
  next: FutexWaiter | null = null;
  previous: FutexWaiter | null = null;
  readonly queue: Embed<WaitQueue> = new WaitQueue();
}

class Bucket {
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
  /** Wakes up to `count` waiters whose bits meet `bits`. The lock is held. */
  wake(address: u64, count: u32, bits: u32): u32 {
    let woken: u32 = 0;
    let at = this.first;
    while (at !== null && woken < count) {
      const next: FutexWaiter | null = at.next;
      if (at.address === address && (at.bits & bits) !== 0) {
        this.remove(at);
        at.woken = true;
        at.queue.wakeOne();
        woken++;
      }
      at = next;
    }
    return woken;
  }
}

const BUCKETS: u64 = 256;
let buckets!: FixedArray<Embed<Bucket>, 256>;

function bucketOf(address: u64): Bucket {
  return buckets[((address >> 2) ^ (address >> 10) ^ (address >> 18)) & (BUCKETS - 1)];
}

/** Takes the waiter out of its list, whichever that is by now: false when it has been woken. Interrupts are off. */
function withdraw(waiter: FutexWaiter): boolean {
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
function lockAt(bucket: Bucket, address: u64): [boolean, u64] {
  while (true) {
    const on = bucket.lock.lock();
    const word = peekWord(address);
    if (word !== NOT_THERE) return [on, word];
    bucket.lock.unlock(on);
    if (!userTouch(address, 4, false)) return [on, NOT_THERE];
  }
}

/** Sleeps while the word at `address` is `value`; `deadlineNs` 0 means for ever. 0, or -EFAULT, -EAGAIN, -ETIMEDOUT, -EINTR. */
export function futexWait(address: u64, value: u32, bits: u32, deadlineNs: u64): isize {
  const bucket = bucketOf(address);
  const [on, word] = lockAt(bucket, address);
  if (word === NOT_THERE) return -Errno.EFAULT;
  if (u32(word) !== value) {
    bucket.lock.unlock(on);
    return -Errno.EAGAIN;
  }
  const waiter: Embed<FutexWaiter> = new FutexWaiter();
  waiter.address = address;
  waiter.bits = bits;
  bucket.append(waiter);
  const outcome = interruptibleSleep(waiter.queue, deadlineNs, bucket.lock);
  const gaveUp = withdraw(waiter);
  restoreInterrupts(on);
  if (!gaveUp) return 0;
  return outcome === 0 ? -Errno.ETIMEDOUT : -Errno.EINTR;
}

/** Wakes up to `count` waiters whose bits meet `bits`; returns how many. */
export function futexWake(address: u64, count: u32, bits: u32): isize {
  const bucket = bucketOf(address);
  const on = bucket.lock.lock();
  const woken = bucket.wake(address, count, bits);
  bucket.lock.unlock(on);
  return isize(woken);
}

/**
 * Wakes `wakeCount` waiters of `from` and moves up to `moveCount` others to `to`; returns both together. With
 * `compares`, -EAGAIN when the word at `from` is not `expected`; -EFAULT.
 */
export function futexRequeue(
  from: u64,
  to: u64,
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
  if (compares) [on, word] = lockAt(outer, from);
  else on = outer.lock.lock();
  if (word === NOT_THERE) return -Errno.EFAULT;
  let done: isize = -Errno.EAGAIN;
  if (u32(word) === expected) {
    if (inner !== outer) inner.lock.acquire();
    done = isize(source.wake(from, wakeCount, 0xffffffff) + move(source, from, target, to, moveCount));
    if (inner !== outer) inner.lock.release();
  }
  outer.lock.unlock(on);
  return done;
}
/** Moves up to `count` waiters; how many it were. Both locks are held. */
function move(source: Bucket, from: u64, target: Bucket, to: u64, count: u32): u32 {
  let moved: u32 = 0;
  const last = source.last;
  let at = source.first;
  while (at !== null && moved < count) {
    // What is moved within one bucket goes behind `last`, and is not met again.
    const next: FutexWaiter | null = at === last ? null : at.next;
    if (at.address === from) {
      source.remove(at);
      at.address = to;
      target.append(at);
      moved++;
    }
    at = next;
  }
  return moved;
}
