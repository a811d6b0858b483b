/** eventfd(2): a counter that writers add to and readers take. */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { Poll } from "./openfile.ts";
import { waitInterruptibly } from "./wait.ts";
import { ConditionFile } from "./waitfile.ts";

const GREATEST: u64 = 0xfffffffffffffffe;

export class EventFile extends ConditionFile {
  count: u64 = 0;
  /** EFD_SEMAPHORE: a read takes 1. */
  semaphore: boolean = false;

  override get recordSize(): u64 {
    return 8;
  }
  override read(buffer: u64, size: u64): isize {
    if (size < 8) return -Errno.EINVAL;
    const on = disableInterrupts();
    const error = this.waitFor(Poll.in);
    const taken: u64 = this.semaphore ? 1 : this.count;
    if (error === 0) {
      this.count -= taken;
      this.changes.changed(Poll.out | Poll.writeNormal);
    }
    restoreInterrupts(on);
    if (error !== 0) return error;
    storeUnaligned<u64>(buffer, taken);
    return 8;
  }
  override write(buffer: u64, size: u64): isize {
    if (size !== 8) return -Errno.EINVAL;
    const added = loadUnaligned<u64>(buffer);
    if (added > GREATEST) return -Errno.EINVAL;
    const on = disableInterrupts();
    let error: isize = 0;
    while (error === 0 && added > GREATEST - this.count) {
      error = this.isNonBlocking ? -Errno.EAGAIN : waitInterruptibly(this.changes.waiters);
    }
    if (error === 0) {
      this.count += added;
      this.changes.changed(Poll.in | Poll.readNormal);
    }
    restoreInterrupts(on);
    return error !== 0 ? error : 8;
  }
  override readiness(): u32 {
    const input: u32 = this.count > 0 ? Poll.in : 0;
    return this.count < GREATEST ? input | Poll.out : input;
  }
}
