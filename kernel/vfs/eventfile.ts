/**
 * eventfd(2): a counter that writers add to and readers take. It changes under the lock of its Readiness; none of it
 * needs the kernel lock.
 */
import { restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { userDeliverNow, userFetchNow } from "../mm/user.ts";
import { WakeList } from "../sync/wakelist.ts";
import { Poll } from "./openfile.ts";
import { waitInterruptibly } from "./wait.ts";
import { ConditionFile } from "./waitfile.ts";

const GREATEST: u64 = 0xfffffffffffffffe;

/**
 * Processors that use different ones share no cache line.
 * @align 64
 */
export class EventFile extends ConditionFile {
  /** EFD_SEMAPHORE: a read takes 1. */
  semaphore: boolean = false;

  constructor(private count: u64) {
    super();
    this.hasOwnLock = true;
  }

  override get recordSize(): u64 {
    return 8;
  }
  /** Waits for the counter and takes what a read gives: [that, 0 or -EAGAIN, -EINTR]. */
  private take(): [u64, isize] {
    const { lock, waiters } = this.changes;
    const on = lock.lock();
    let error: isize = 0;
    while (error === 0 && this.count === 0) {
      error = this.isNonBlocking ? -Errno.EAGAIN : waitInterruptibly(waiters, lock);
    }
    if (error !== 0) {
      lock.unlock(on);
      return [0, error];
    }
    const taken: u64 = this.semaphore ? 1 : this.count;
    this.count -= taken;
    this.tellAndUnlock(Poll.out | Poll.writeNormal, on);
    return [taken, 0];
  }
  /** Waits until there is room for `added`, and adds it: 8, or -EINVAL, -EAGAIN, -EINTR. */
  private add(added: u64): isize {
    if (added > GREATEST) return -Errno.EINVAL;
    const { lock, waiters } = this.changes;
    const on = lock.lock();
    let error: isize = 0;
    while (error === 0 && added > GREATEST - this.count) {
      error = this.isNonBlocking ? -Errno.EAGAIN : waitInterruptibly(waiters, lock);
    }
    if (error !== 0) {
      lock.unlock(on);
      return error;
    }
    this.count += added;
    this.tellAndUnlock(Poll.in | Poll.readNormal, on);
    return 8;
  }
  private tellAndUnlock(events: u32, interruptsWereOn: boolean): void {
    const toWake: Embed<WakeList> = new WakeList();
    this.changes.tell(events, toWake);
    this.changes.lock.release();
    toWake.wakeAll();
    restoreInterrupts(interruptsWereOn);
  }

  override read(buffer: u64, size: u64): isize {
    if (size < 8) return -Errno.EINVAL;
    const [taken, error] = this.take();
    if (error !== 0) return error;
    storeUnaligned<u64>(buffer, taken);
    return 8;
  }
  override write(buffer: u64, size: u64): isize {
    return size === 8 ? this.add(loadUnaligned<u64>(buffer)) : -Errno.EINVAL;
  }
  /** As in Linux, what a read took is lost when the buffer turns out to be bad. */
  override readUnlocked(buffer: u64, size: u64): isize {
    if (size < 8) return -Errno.EINVAL;
    let [taken, error] = this.take();
    if (error !== 0) return error;
    return userDeliverNow(buffer, pointerTo(taken).addr, 8) ? 8 : -Errno.EFAULT;
  }
  override writeUnlocked(buffer: u64, size: u64): isize {
    if (size !== 8) return -Errno.EINVAL;
    let added: u64 = 0;
    return userFetchNow(pointerTo(added).addr, buffer, 8) ? this.add(added) : -Errno.EFAULT;
  }
  override readiness(): u32 {
    const count = this.count;
    const input: u32 = count > 0 ? Poll.in : 0;
    return count < GREATEST ? input | Poll.out : input;
  }
}
