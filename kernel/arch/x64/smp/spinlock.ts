/**
 * A spinlock: for a few instructions on data that several processors change, where nothing can sleep.
 *
 * Interrupts are off while it is held, for handlers take such locks too. Under it nothing may sleep, wake a thread
 * (sync/wakelist.ts), touch the program's memory, allocate or free, or ask for the kernel lock: whoever holds it needs
 * no other processor to go on, so a wait for it is short. Locks nest in one order: the kernel lock; futex buckets or
 * Readiness (vfs/readiness.ts); epoll lists; a thread's sleep lock; wait queues; run queues and timers.
 */
import { panic } from "../../../lib/panic.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import { SpinWait } from "./spinwait.ts";

export class SpinLock {
  private readonly taken: Atomic<u32> = atomic<u32>(0);

  /**
   * Turns interrupts off and takes the lock: whether they were on, for `unlock`.
   * @inline always
   */
  lock(): boolean {
    if (TARGET.host) return false; // host programs have one thread
    const on = disableInterrupts();
    this.acquire();
    return on;
  }
  /** @inline always */
  unlock(wereOn: boolean): void {
    if (TARGET.host) return;
    this.release();
    restoreInterrupts(wereOn);
  }
  /**
   * As `lock` where interrupts are off already.
   * @inline always
   */
  acquire(): void {
    if (TARGET.host) return;
    if (!this.taken.compareExchange(0, 1)) this.spin();
  }
  /**
   * Interrupts stay off.
   * @inline always
   */
  release(): void {
    if (TARGET.host) return;
    this.taken.store(0, "release");
  }

  /** @inline never */
  private spin(): void {
    const wait: Embed<SpinWait> = new SpinWait();
    while (true) {
      while (this.taken.load("relaxed") !== 0) {
        if (!wait.goesOn()) panic(`the spinlock at ${hex(addressOf(this))} is kept for ever`);
      }
      if (this.taken.compareExchange(0, 1)) return;
    }
  }
}
