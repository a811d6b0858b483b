/**
 * Wait queues: threads that wait for a condition, first come first served.
 *
 * Protocol: a thread enters the queue before, or under the same lock as, its last look at the condition; so a wake-up
 * between look and sleep is not lost. Where the condition changes under the kernel lock alone, holding that is enough:
 * `wait` and `waitUntil`. Where it has a spinlock of its own, the sleeper holds it across the look and `waitReleasing`.
 * Who has no lock at all calls `enter`, looks, and then sleeps or leaves (`leave`). Wakers change the condition first,
 * then wake; they may be interrupt handlers. A woken thread checks its condition again.
 *
 * The list has a spinlock of its own, inside all others but the scheduler's. A waker takes a thread out under it and
 * wakes it after, and only who took it out wakes it: a thread that is in no queue any more will be woken.
 * A waker that may come late must see to it that the queue still exists: the sleeper may free it once it is woken.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { SpinLock } from "../arch/x64/smp/spinlock.ts";
import { block, wake } from "../sched/scheduler.ts";
import { currentThread, type Thread, ThreadState } from "../sched/thread.ts";
import { cancelTimer, setTimer, Timer } from "../sched/timers.ts";
import { monotonicNs } from "../time/clock.ts";

export class WaitQueue {
  private first: Thread | null = null;
  private last: Thread | null = null;
  private readonly listLock: Embed<SpinLock> = new SpinLock();

  get isEmpty(): boolean {
    return this.first === null;
  }

  private append(thread: Thread): void {
    const last = this.last;
    thread.waitingIn = this;
    thread.next = null;
    thread.previous = last;
    if (last === null) this.first = thread;
    else last.next = thread;
    this.last = thread;
  }
  private remove(thread: Thread): void {
    const { previous, next } = thread;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next === null) this.last = previous;
    else next.previous = previous;
    thread.waitingIn = null;
    thread.next = null;
    thread.previous = null;
  }

  /** The running thread will sleep here: `sleep`, `sleepUntil` or `leave` must follow. Interrupts are off and stay off. */
  enter(): void {
    const thread = currentThread();
    thread.woken = false;
    this.listLock.acquire();
    thread.state.store(ThreadState.waiting, "relaxed");
    this.append(thread);
    this.listLock.release();
  }
  /** After `enter`: the running thread need not sleep. */
  leave(): void {
    const thread = currentThread();
    this.listLock.acquire();
    const isHere = thread.waitingIn === this;
    if (isHere) {
      this.remove(thread);
      thread.state.store(ThreadState.runnable, "relaxed");
    }
    this.listLock.release();
    if (!isHere) block(); // somebody has taken it out and is about to wake it
  }
  /** After `enter`: sleeps until the next wake-up. */
  sleep(): void {
    block();
  }
  /** As `sleep`, at most until the monotonic time `deadlineNs`: false when the time ran out. */
  sleepUntil(deadlineNs: u64): boolean {
    const thread = currentThread();
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

  /** Sleeps until the next wake-up. Interrupts must be off (and the condition checked under that); they stay off. */
  wait(): void {
    this.enter();
    this.sleep();
  }
  /** As `wait`, at most until the monotonic time `deadlineNs`: false when the time ran out. */
  waitUntilTime(deadlineNs: u64): boolean {
    this.enter();
    return this.sleepUntil(deadlineNs);
  }
  /** As `wait`, for a condition that `lock` guards: it is held before and after, and given back in between. */
  waitReleasing(lock: SpinLock): void {
    this.enter();
    lock.release();
    this.sleep();
    lock.acquire();
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
   * Takes out the thread that has waited longest, for the caller to wake (WakeList): until then it sleeps. Null when
   * there is none. Interrupts are off.
   * @irq
   */
  takeFirst(): Thread | null {
    if (this.first === null) return null;
    this.listLock.acquire();
    const thread = this.first;
    if (thread !== null) {
      this.remove(thread);
      thread.woken = true;
    }
    this.listLock.release();
    return thread;
  }
  /**
   * As `takeFirst` for this very thread: false when it does not wait here.
   * @irq
   */
  takeThis(thread: Thread): boolean {
    return this.takeOut(thread, true);
  }
  /**
   * Wakes the thread that has waited longest: false when there is none.
   * @irq
   */
  wakeOne(): boolean {
    const on = disableInterrupts();
    const thread = this.takeFirst();
    if (thread !== null) wake(thread);
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
   * Ends a timed wait: called by the timer.
   * @irq
   */
  expireWaiter(thread: Thread): void {
    if (this.takeOut(thread, false)) wake(thread);
  }
  private takeOut(thread: Thread, woken: boolean): boolean {
    this.listLock.acquire();
    const isHere = thread.waitingIn === this;
    if (isHere) {
      this.remove(thread);
      thread.woken = woken;
    }
    this.listLock.release();
    return isHere;
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
