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
  override readiness(): u32 {
    return Poll.in | Poll.readNormal;
  }
}
