/** futex_waitv(2): one thread that sleeps at several words at once. What guards the lists: futexbuckets.ts. */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { NOT_THERE } from "../arch/x64/nofault.ts";
import { SpinLock } from "../arch/x64/smp/spinlock.ts";
import { Errno } from "../lib/errno.ts";
import { heapAlloc, heapFree } from "../mm/heap.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { bucketOf, FutexWaiter, lockAt, withdraw } from "./futexbuckets.ts";
import { FutexKey } from "./futexkey.ts";
import { interruptibleSleep } from "./signals.ts";

class FutexWord {
  readonly waiter: Embed<FutexWaiter> = new FutexWaiter();
  readonly key: Embed<FutexKey> = new FutexKey();
  address: u64 = 0;
  value: u32 = 0;
}

/** The words that a thread waits for: `add` each, then `wait`. */
export class FutexVector {
  private readonly memory: u64;
  private count: u64 = 0;
  private readonly lock: Embed<SpinLock> = new SpinLock();
  private readonly queue: Embed<WaitQueue> = new WaitQueue();

  constructor(room: u64) {
    this.memory = heapAlloc(room * sizeOf<FutexWord>(), 16);
    if (this.memory !== 0) fillBytes(this.memory, 0, room * sizeOf<FutexWord>());
  }
  [Symbol.dispose](): void {
    if (this.memory !== 0) heapFree(this.memory);
  }
  /** False when memory is short. */
  get isUsable(): boolean {
    return this.memory !== 0;
  }

  private word(index: u64): FutexWord {
    return ref<FutexWord>(this.memory + index * sizeOf<FutexWord>());
  }
  /** One more word; the key that it is to be known by. */
  add(address: u64, value: u32): FutexKey {
    const word = this.word(this.count++);
    word.address = address;
    word.value = value;
    return word.key;
  }

  /** Index of a word that was woken, or -EAGAIN when one differs, -EFAULT, -ETIMEDOUT, -EINTR. `deadlineNs` 0: for ever. */
  wait(deadlineNs: u64): isize {
    const on = disableInterrupts();
    let queued: u64 = 0;
    let error: isize = 0;
    while (queued < this.count && error === 0) {
      error = this.enter(this.word(queued));
      if (error === 0) queued++;
    }
    if (error === 0) {
      this.lock.acquire();
      let outcome: i32 = 1;
      if (this.anyWoken()) this.lock.release();
      else outcome = interruptibleSleep(this.queue, deadlineNs, this.lock);
      error = outcome === 0 ? -Errno.ETIMEDOUT : -Errno.EINTR;
    }
    for (let i: u64 = 0; i < queued; i++) if (!withdraw(this.word(i).waiter)) error = isize(i);
    restoreInterrupts(on);
    return error;
  }
  private enter(word: FutexWord): isize {
    const bucket = bucketOf(word.key);
    const [on, value] = lockAt(bucket, word.address);
    if (value === NOT_THERE) return -Errno.EFAULT;
    const { waiter } = word;
    const isSame = u32(value) === word.value;
    if (isSame) {
      waiter.key.copy(word.key);
      waiter.bits = 0xffffffff;
      waiter.queue = this.queue;
      waiter.setLock = this.lock;
      bucket.append(waiter);
    }
    bucket.lock.unlock(on);
    return isSame ? 0 : -Errno.EAGAIN;
  }
  /** A waker says so before it takes `lock`. */
  private anyWoken(): boolean {
    for (let i: u64 = 0; i < this.count; i++) if (this.word(i).waiter.woken) return true;
    return false;
  }
}
