/**
 * Priority-inheritance futexes (futex(2), FUTEX_LOCK_PI and relatives): the kernel hands the lock from owner to waiter.
 *
 * The word holds the owner's thread number, FUTEX_WAITERS while somebody sleeps for it, and FUTEX_OWNER_DIED when an
 * owner ended with it. Waiters get the lock in the order of their coming, which among threads of the fair policies is
 * also the order of their priorities. A thread waits for one lock at most.
 *
 * Invariant: a word changes by compare-and-exchange, for the program changes it too; the list with interrupts off.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { NOT_THERE, peekWord } from "../arch/x64/nofault.ts";
import { Errno } from "../lib/errno.ts";
import { currentThread, findThread } from "../sched/thread.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { FutexKey } from "./futexkey.ts";
import { programOf } from "./programthread.ts";
import { interruptibleWait } from "./signals.ts";

/** Bits of the word (Linux include/uapi/linux/futex.h). */
export const FUTEX_WAITERS: u32 = 0x80000000;
export const FUTEX_OWNER_DIED: u32 = 0x40000000;
export const FUTEX_TID_MASK: u32 = 0x3fffffff;

/** A word of program memory that both sides change. */
class SharedWord {
  readonly value = atomic<u32>(0);

  /** Makes the page writable now, so that a change with interrupts off does not fault. */
  touch(): void {
    const now = this.value.load();
    this.value.compareExchange(now, now);
  }
}

export class PiWaiter {
  readonly key: Embed<FutexKey> = new FutexKey();
  /** Where the thread that waits sees the word. */
  address: u64 = 0;
  tid: u32 = 0;
  /** The word names this waiter as owner. */
  hasLock: boolean = false;
  next: PiWaiter | null = null;
  readonly queue: Embed<WaitQueue> = new WaitQueue();

  /** The calling thread will wait for this lock. */
  prepare(key: FutexKey, address: u64): void {
    this.key.copy(key);
    this.address = address;
    this.tid = u32(currentThread().id);
  }
}

/** How many locks of a chain are followed before it counts as a circle (Linux max_lock_depth). */
const LONGEST_CHAIN: u32 = 1024;

let first: PiWaiter | null = null;

function append(waiter: PiWaiter): void {
  let last: PiWaiter | null = null;
  for (let w = first; w !== null; w = w.next) last = w;
  if (last === null) first = waiter;
  else last.next = waiter;
}
function remove(waiter: PiWaiter): void {
  let previous: PiWaiter | null = null;
  for (let w = first; w !== null && w !== waiter; w = w.next) previous = w;
  if (previous === null) first = waiter.next;
  else previous.next = waiter.next;
}
function firstWaiterOf(key: FutexKey): PiWaiter | null {
  for (let w = first; w !== null; w = w.next) if (w.key.is(key)) return w;
  return null;
}
/** Whether `owner` waits for a lock whose owner waits, and so on, for one that `tid` has. */
function waitsFor(owner: u32, tid: u32): boolean {
  let at = owner;
  for (let depth: u32 = 0; depth < LONGEST_CHAIN; depth++) {
    let w = first;
    while (w !== null && w.tid !== at) w = w.next;
    if (w === null) return false;
    const word = peekWord(w.address);
    if (word === NOT_THERE) return false;
    at = u32(word) & FUTEX_TID_MASK;
    if (at === tid) return true;
  }
  return true;
}

/** Takes a free lock for `tid`: 0; -EAGAIN when another has it, -EDEADLK when the caller has, -ESRCH for an owner that is none. */
function take(word: SharedWord, key: FutexKey, tid: u32): i32 {
  while (true) {
    const now = word.value.load();
    const owner = now & FUTEX_TID_MASK;
    if (owner === tid) return -Errno.EDEADLK;
    if (owner === 0) {
      const waiters: u32 = firstWaiterOf(key) === null ? 0 : FUTEX_WAITERS;
      if (word.value.compareExchange(now, tid | (now & FUTEX_OWNER_DIED) | waiters)) return 0;
      continue;
    }
    const thread = findThread(i32(owner));
    return thread === null || programOf(thread) === null ? -Errno.ESRCH : -Errno.EAGAIN;
  }
}
function setBit(word: SharedWord, bit: u32): void {
  while (true) {
    const now = word.value.load();
    if (word.value.compareExchange(now, now | bit)) return;
  }
}
/** Gives the lock to its first waiter, or frees it; `diedBit` is kept in the word. */
function handOver(word: SharedWord, key: FutexKey, diedBit: u32): void {
  const waiter = firstWaiterOf(key);
  const value: u32 = waiter === null ? diedBit : waiter.tid | FUTEX_WAITERS | diedBit;
  while (!word.value.compareExchange(word.value.load(), value));
  if (waiter === null) return;
  remove(waiter);
  waiter.hasLock = true;
  waiter.queue.wakeAll();
}

/** Makes the page of a lock writable now, so that a change with interrupts off does not fault. */
export function piTouch(address: u64): void {
  ref<SharedWord>(address).touch();
}
/**
 * Gives a waiter the lock whose word is also at `address`, which `piTouch` has touched, or a place among those that wait: 0.
 * -EDEADLK, -ESRCH. Interrupts are off.
 */
export function piJoin(waiter: PiWaiter, address: u64): i32 {
  const word = ref<SharedWord>(address);
  const result = take(word, waiter.key, waiter.tid);
  if (result === 0) waiter.hasLock = true;
  if (result !== -Errno.EAGAIN) return result;
  if (waitsFor(word.value.load() & FUTEX_TID_MASK, waiter.tid)) return -Errno.EDEADLK;
  append(waiter);
  setBit(word, FUTEX_WAITERS);
  return 0;
}
/** After `piJoin`: sleeps until the lock is there. 0, -ETIMEDOUT, -EINTR. Interrupts are off. */
export function piWait(waiter: PiWaiter, deadlineNs: u64): i32 {
  let outcome: i32 = 1;
  while (!waiter.hasLock && outcome === 1) outcome = interruptibleWait(waiter.queue, deadlineNs);
  if (waiter.hasLock) return 0;
  remove(waiter);
  return outcome === 0 ? -Errno.ETIMEDOUT : -Errno.EINTR;
}

/** FUTEX_TRYLOCK_PI on a writable word. */
export function piTryLock(key: FutexKey, address: u64): isize {
  const word = ref<SharedWord>(address);
  word.touch();
  const on = disableInterrupts();
  const result = take(word, key, u32(currentThread().id));
  restoreInterrupts(on);
  return isize(result);
}
/** FUTEX_LOCK_PI on a writable word, until the monotonic time `deadlineNs` (0: for ever): -ETIMEDOUT, -EINTR besides. */
export function piLock(key: FutexKey, address: u64, deadlineNs: u64): isize {
  piTouch(address);
  const on = disableInterrupts();
  const waiter: Embed<PiWaiter> = new PiWaiter();
  waiter.prepare(key, address);
  let result = piJoin(waiter, address);
  if (result === 0) result = piWait(waiter, deadlineNs);
  restoreInterrupts(on);
  return isize(result);
}
/** FUTEX_UNLOCK_PI on a writable word: -EPERM when the caller does not own it. */
export function piUnlock(key: FutexKey, address: u64): isize {
  const word = ref<SharedWord>(address);
  word.touch();
  const on = disableInterrupts();
  const owns = (word.value.load() & FUTEX_TID_MASK) === u32(currentThread().id);
  if (owns) handOver(word, key, 0);
  restoreInterrupts(on);
  return owns ? 0 : -Errno.EPERM;
}
/** The ending thread `tid` gives up every lock that somebody waits for. */
export function piRelease(tid: u32): void {
  const on = disableInterrupts();
  let w = first;
  while (w !== null) {
    const word = ref<SharedWord>(w.address);
    if ((word.value.load() & FUTEX_TID_MASK) === tid) {
      handOver(word, w.key, FUTEX_OWNER_DIED);
      w = first;
    } else w = w.next;
  }
  restoreInterrupts(on);
}
