/**
 * Telling those who wait for files that readiness may have changed: poll(2), select(2), epoll(7), blocking reads.
 *
 * Whatever becomes ready (a pipe, a counter, a timer, a socket) has one Readiness. Who waits for several files enters an
 * Observer in the Readiness of each; who waits for this one alone sleeps in its `waiters`.
 *
 * Protocol: change the state first, then call `changed` with the poll events that may have come; or change it under
 * `lock`, call `tell` under the same hold, and wake after. Observers only enter lists and collect threads to wake, so
 * `changed` may be called from interrupt handlers. Who looks at the state and then sleeps does both under the lock that
 * the state changes under (this one, or the kernel lock), or enters its observer first and remembers that it was told.
 *
 * Order of locks: that of a watched file, of an epoll file that watches it, of one that watches that; after all of those the lists
 * of epoll files, the watching before the watched (epoll.ts), and what sleepers of poll(2) remember.
 */
import { restoreInterrupts } from "../arch/x64/cpu.ts";
import { SpinLock } from "../arch/x64/smp/spinlock.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { WakeList } from "../sync/wakelist.ts";

export class Observer {
  /** Called with `argument` under the lock of the Readiness: adds whom it would wake to the list. */
  onChange!: FnPtr<(argument: u64, toWake: WakeList) => void>;
  argument: u64 = 0;
  /** Poll events that it wants to be told of. */
  wanted: u32 = 0;
  readiness: Readiness | null = null;
  next: Observer | null = null;
  previous: Observer | null = null;
}

export class Readiness {
  /** Guards the observers, and the state itself where its owner says so (pipes, eventfds). */
  readonly lock: Embed<SpinLock> = new SpinLock();
  private first: Observer | null = null;
  readonly waiters: Embed<WaitQueue> = new WaitQueue();

  get isObserved(): boolean {
    return this.first !== null;
  }
  add(observer: Observer): void {
    const on = this.lock.lock();
    this.link(observer);
    this.lock.unlock(on);
  }
  remove(observer: Observer): void {
    const on = this.lock.lock();
    this.unlink(observer);
    this.lock.unlock(on);
  }
  /** As `add` with the lock held. */
  link(observer: Observer): void {
    const first = this.first;
    observer.readiness = this;
    observer.previous = null;
    observer.next = first;
    if (first !== null) first.previous = observer;
    this.first = observer;
  }
  unlink(observer: Observer): void {
    const { previous, next } = observer;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next !== null) next.previous = previous;
    observer.readiness = null;
  }
  /** `events` (poll(2)) may have come: the lock is held, and the caller wakes who is in the list once it is not. */
  tell(events: u32, toWake: WakeList): void {
    toWake.addAll(this.waiters);
    for (let o = this.first; o !== null; o = o.next) {
      if ((o.wanted & events) !== 0) o.onChange(o.argument, toWake);
    }
  }
  /** As `tell` for who holds no spinlock. */
  changed(events: u32): void {
    const toWake: Embed<WakeList> = new WakeList();
    const on = this.lock.lock();
    this.tell(events, toWake);
    this.lock.release();
    toWake.wakeAll();
    restoreInterrupts(on);
  }
}
