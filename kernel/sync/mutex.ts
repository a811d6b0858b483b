/**
 * A sleeping lock with hand-over: `unlock` gives it to the thread that has waited longest, so none can overtake it.
 * Not for interrupt handlers. `using guard = mutex.hold()` unlocks at scope exit.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { panic } from "../lib/panic.ts";
import { currentThread, type Thread } from "../sched/thread.ts";
import { WaitQueue } from "./waitqueue.ts";

export class Mutex {
  private owner: Thread | null = null;
  private handedOver: boolean = false;
  private readonly waiters: Embed<WaitQueue> = new WaitQueue();

  lock(): void {
    if (TARGET.host) return; // host programs have one thread
    const on = disableInterrupts();
    const thread = currentThread();
    if (this.owner === thread) panic("a thread locks a mutex that it holds");
    if (this.owner === null && !this.handedOver) this.owner = thread;
    else {
      this.waiters.wait();
      this.owner = thread;
      this.handedOver = false;
    }
    restoreInterrupts(on);
  }
  unlock(): void {
    if (TARGET.host) return;
    const on = disableInterrupts();
    this.owner = null;
    this.handedOver = !this.waiters.isEmpty && this.waiters.wakeOne();
    restoreInterrupts(on);
  }
  hold(): Mutex {
    this.lock();
    return this;
  }
  [Symbol.dispose](): void {
    this.unlock();
  }
}
