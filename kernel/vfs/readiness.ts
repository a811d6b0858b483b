/**
 * Telling those who wait for files that readiness may have changed: poll(2), select(2), epoll(7), blocking reads.
 *
 * Whatever becomes ready (a pipe, a counter, a timer, a socket) has one Readiness. Who waits for several files enters an
 * Observer in the Readiness of each; who waits for this one alone sleeps in its `waiters`.
 *
 * Protocol: change the state first, then call `changed` with the poll events that may have come. Observers only enter
 * lists and wake threads, so `changed` may be called from interrupt handlers. Who looks at the state and then sleeps
 * does both with interrupts off, or remembers in between that it was told.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { WaitQueue } from "../sync/waitqueue.ts";

export class Observer {
  /** Called with `argument` and the events, interrupts off. */
  onChange!: FnPtr<(argument: u64, events: u32) => void>;
  argument: u64 = 0;
  /** Poll events that it wants to be told of. */
  wanted: u32 = 0;
  readiness: Readiness | null = null;
  next: Observer | null = null;
  previous: Observer | null = null;
}

export class Readiness {
  private first: Observer | null = null;
  readonly waiters: Embed<WaitQueue> = new WaitQueue();

  add(observer: Observer): void {
    const on = disableInterrupts();
    const first = this.first;
    observer.readiness = this;
    observer.previous = null;
    observer.next = first;
    if (first !== null) first.previous = observer;
    this.first = observer;
    restoreInterrupts(on);
  }
  remove(observer: Observer): void {
    const on = disableInterrupts();
    const { previous, next } = observer;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next !== null) next.previous = previous;
    observer.readiness = null;
    restoreInterrupts(on);
  }
  /** `events` (poll(2)) may have come. */
  changed(events: u32): void {
    const on = disableInterrupts();
    if (!this.waiters.isEmpty) this.waiters.wakeAll();
    for (let o = this.first; o !== null; o = o.next) {
      if ((o.wanted & events) !== 0) o.onChange(o.argument, events);
    }
    restoreInterrupts(on);
  }
}
