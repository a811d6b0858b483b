/** Open files that hold a condition instead of data: how their blocking reads and writes wait. */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { OpenFile, Poll } from "./openfile.ts";
import { Readiness } from "./readiness.ts";
import { waitInterruptibly } from "./wait.ts";

export abstract class ConditionFile extends OpenFile {
  protected readonly changes: Embed<Readiness> = new Readiness();

  override readinessSource(): Readiness | null {
    return this.changes;
  }
  /** Sleeps until one of `events` holds: 0, -EAGAIN for a non-blocking file, -EINTR. */
  protected waitFor(events: u32): isize {
    const on = disableInterrupts();
    let error: isize = 0;
    while (error === 0 && (this.readiness() & events) === 0) {
      error = this.isNonBlocking ? -Errno.EAGAIN : waitInterruptibly(this.readinessSource()!.waiters);
    }
    restoreInterrupts(on);
    return error;
  }
  /** There are no positions: seeking goes nowhere, and an offset is not looked at. */
  override seek(_offset: i64, _whence: u32): isize {
    return 0;
  }
  override readAt(buffer: u64, count: u64, _offset: u64): isize {
    return this.read(buffer, count);
  }
  override writeAt(buffer: u64, count: u64, _offset: u64): isize {
    return this.write(buffer, count);
  }
  override readiness(): u32 {
    return Poll.in | Poll.readNormal;
  }
}
