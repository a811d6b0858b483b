/**
 * Wait queues: threads that wait for a condition, first come first served.
 *
 * Protocol: the condition is checked with interrupts off and the thread enters the queue before they come on again,
 * so a wake-up between check and sleep is not lost. Wakers change the condition first, then wake; they may be
 * interrupt handlers. A woken thread checks its condition again.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { block, wake } from "../sched/scheduler.ts";
import { currentThread, type Thread, ThreadState } from "../sched/thread.ts";
import { cancelTimer, setTimer, Timer } from "../sched/timers.ts";
import { monotonicNs } from "../time/clock.ts";

export class WaitQueue {
  private first: Thread | null = null;
  private last: Thread | null = null;

  get isEmpty(): boolean {
    return this.first === null;
  }

  private append(thread: Thread): void {
    thread.next = null;
    const last = this.last;
    if (last === null) this.first = thread;
    else last.next = thread;
    this.last = thread;
  }
  /** Takes a thread out that leaves for another reason than a wake-up. */
  private remove(thread: Thread): void {
    let previous: Thread | null = null;
    for (let at = this.first; at !== null; at = at.next) {
      if (at === thread) {
        if (previous === null) this.first = at.next;
        else previous.next = at.next;
        if (this.last === at) this.last = previous;
        at.next = null;
        return;
      }
      previous = at;
    }
  }

  /** Sleeps until the next wake-up. Interrupts must be off (and the condition checked under that); they stay off. */
  wait(): void {
    const thread = currentThread();
    thread.state = ThreadState.waiting;
    thread.woken = false;
    this.append(thread);
    block();
  }

  /** As `wait`, at most until the monotonic time `deadlineNs`: false when the time ran out. */
  waitUntilTime(deadlineNs: u64): boolean {
    const thread = currentThread();
    thread.state = ThreadState.waiting;
    thread.woken = false;
    this.append(thread);
    const waiter: Embed<TimedWaiter> = new TimedWaiter();
    waiter.queue = this;
    waiter.thread = thread;
    const timer: Embed<Timer> = new Timer();
    timer.onExpiry = expire;
    timer.argument = addressOf(waiter);
    setTimer(timer, deadlineNs);
    block();
    cancelTimer(timer);
    return thread.woken;
  }

  /** Sleeps until `condition(argument)` holds. */
  waitUntil(condition: FnPtr<(argument: u64) => boolean>, argument: u64): void {
    const on = disableInterrupts();
    while (!condition(argument)) this.wait();
    restoreInterrupts(on);
  }

  /** As `waitUntil`, for at most `ns` nanoseconds: false when the time ran out and the condition still does not hold. */
  waitUntilTimeout(condition: FnPtr<(argument: u64) => boolean>, argument: u64, ns: u64): boolean {
    const deadline = monotonicNs() + ns;
    const on = disableInterrupts();
    let holds = condition(argument);
    while (!holds) {
      const woken = this.waitUntilTime(deadline);
      holds = condition(argument);
      if (!woken) break;
    }
    restoreInterrupts(on);
    return holds;
  }

  /**
   * Wakes the thread that has waited longest: false when there is none.
   * @irq
   */
  wakeOne(): boolean {
    const on = disableInterrupts();
    const thread = this.first;
    if (thread !== null) {
      this.remove(thread);
      wake(thread);
    }
    restoreInterrupts(on);
    return thread !== null;
  }
  /**
   * Wakes all; returns how many.
   * @irq
   */
  wakeAll(): u32 {
    let count: u32 = 0;
    while (this.wakeOne()) count++;
    return count;
  }
  /**
   * Wakes this very thread, when it waits here.
   * @irq
   */
  wakeThis(thread: Thread): boolean {
    const on = disableInterrupts();
    let found = false;
    for (let at = this.first; at !== null; at = at.next) if (at === thread) found = true;
    if (found) {
      this.remove(thread);
      wake(thread);
    }
    restoreInterrupts(on);
    return found;
  }
  /**
   * Ends a timed wait: called by the timer.
   * @irq
   */
  expireWaiter(thread: Thread): void {
    this.remove(thread);
    wake(thread);
    thread.woken = false;
  }
}

class TimedWaiter {
  queue: WaitQueue | null = null;
  thread: Thread | null = null;
}

/** @irq */
function expire(address: u64): void {
  const waiter = ref<TimedWaiter>(address);
  waiter.queue!.expireWaiter(waiter.thread!);
}
