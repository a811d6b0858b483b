/** eventfd(2): a counter that writers add to and readers take. */
import { Errno } from "../lib/errno.ts";
import { Poll } from "./openfile.ts";
import { notifyReadiness } from "./wait.ts";
import { ConditionFile } from "./waitfile.ts";

const GREATEST: u64 = 0xfffffffffffffffe;

export class EventFile extends ConditionFile {
  count: u64 = 0;
  /** EFD_SEMAPHORE: a read takes 1. */
  semaphore: boolean = false;
  private changes: u64 = 0;

  override read(buffer: u64, size: u64): isize {
    if (size < 8) return -Errno.EINVAL;
    const error = this.waitFor(Poll.in);
    if (error !== 0) return error;
    const taken: u64 = this.semaphore ? 1 : this.count;
    this.count -= taken;
    storeUnaligned<u64>(buffer, taken);
    this.changes++;
    notifyReadiness();
    return 8;
  }
  override write(buffer: u64, size: u64): isize {
    if (size < 8) return -Errno.EINVAL;
    const added = loadUnaligned<u64>(buffer);
    if (added > GREATEST) return -Errno.EINVAL;
    while (added > GREATEST - this.count) {
      if (this.isNonBlocking) return -Errno.EAGAIN;
      const error = this.sleep();
      if (error !== 0) return error;
    }
    this.count += added;
    this.changes++;
    notifyReadiness();
    return 8;
  }
  override readiness(): u32 {
    const input: u32 = this.count > 0 ? Poll.in | Poll.readNormal : 0;
    return this.count < GREATEST ? input | Poll.out | Poll.writeNormal : input;
  }
  override activity(): u64 {
    return this.changes;
  }
}
