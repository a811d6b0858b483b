/**
 * Futexes: threads that sleep on the address of a word (futex(2)).
 *
 * Waiters of one address share a bucket's list; a waiter is an object on its own kernel stack. There is one address
 * space, so the virtual address is the key for private and shared futexes alike.
 *
 * Invariant: a word is compared and the waiter queued with interrupts off, so no wake-up is lost.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { interruptibleWait } from "./signals.ts";

class FutexWaiter {
  address: u64 = 0;
  bits: u32 = 0;
  woken: boolean = false;
  next: FutexWaiter | null = null;
  readonly queue: Embed<WaitQueue> = new WaitQueue();
}

const BUCKETS: u64 = 64;
let buckets!: FixedArray<FutexWaiter | null, 64>;

function bucketOf(address: u64): u64 {
  return ((address >> 2) ^ (address >> 10)) & (BUCKETS - 1);
}
function append(waiter: FutexWaiter): void {
  const bucket = bucketOf(waiter.address);
  waiter.next = null;
  const first = buckets[bucket];
  if (first === null) {
    buckets[bucket] = waiter;
    return;
  }
  let last: FutexWaiter = first;
  for (let at: FutexWaiter | null = first; at !== null; at = at.next) last = at;
  last.next = waiter;
}
function remove(waiter: FutexWaiter): void {
  const bucket = bucketOf(waiter.address);
  let previous: FutexWaiter | null = null;
  for (let at = buckets[bucket]; at !== null; at = at.next) {
    if (at === waiter) {
      if (previous === null) buckets[bucket] = at.next;
      else previous.next = at.next;
      return;
    }
    previous = at;
  }
}

/** Sleeps while the word at `address` is `value`; `deadlineNs` 0 means for ever. 0, or -EAGAIN, -ETIMEDOUT, -EINTR. */
export function futexWait(address: u64, value: u32, bits: u32, deadlineNs: u64): isize {
  // Touched with interrupts on, for the page may have to be brought in.
  loadVolatile(ptr<u32>(address));
  const on = disableInterrupts();
  if (loadVolatile(ptr<u32>(address)) !== value) {
    restoreInterrupts(on);
    return -Errno.EAGAIN;
  }
  const waiter: Embed<FutexWaiter> = new FutexWaiter();
  waiter.address = address;
  waiter.bits = bits;
  append(waiter);
  let outcome: i32 = 1;
  while (!waiter.woken && outcome === 1) outcome = interruptibleWait(waiter.queue, deadlineNs);
  const woken = waiter.woken;
  if (!woken) remove(waiter);
  restoreInterrupts(on);
  if (woken) return 0;
  return outcome === 0 ? -Errno.ETIMEDOUT : -Errno.EINTR;
}

/** Wakes up to `count` waiters whose bits meet `bits`; returns how many. */
export function futexWake(address: u64, count: u32, bits: u32): isize {
  const on = disableInterrupts();
  let woken: u32 = 0;
  let at = buckets[bucketOf(address)];
  while (at !== null && woken < count) {
    const next: FutexWaiter | null = at.next;
    if (at.address === address && (at.bits & bits) !== 0) {
      remove(at);
      at.woken = true;
      at.queue.wakeAll();
      woken++;
    }
    at = next;
  }
  restoreInterrupts(on);
  return isize(woken);
}

/** Wakes `wakeCount` waiters of `from` and moves up to `moveCount` others to `to`; returns both together. */
export function futexRequeue(from: u64, to: u64, wakeCount: u32, moveCount: u32): isize {
  const on = disableInterrupts();
  let done = futexWake(from, wakeCount, 0xffffffff);
  let moved: u32 = 0;
  let at = buckets[bucketOf(from)];
  while (at !== null && moved < moveCount) {
    const next: FutexWaiter | null = at.next;
    if (at.address === from) {
      remove(at);
      at.address = to;
      append(at);
      moved++;
      done++;
    }
    at = next;
  }
  restoreInterrupts(on);
  return done;
}
