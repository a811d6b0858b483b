/** Open files that hold a condition instead of data: how their blocking reads and writes wait. */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import type { WaitQueue } from "../sync/waitqueue.ts";
import { OpenFile, Poll } from "./openfile.ts";
import { readinessChanges, waitInterruptibly } from "./wait.ts";

export abstract class ConditionFile extends OpenFile {
  /** Sleeps until one of `events` holds: 0, -EAGAIN for a non-blocking file, -EINTR. */
  protected waitFor(events: u32): isize {
    const on = disableInterrupts();
    let error: isize = 0;
    while (error === 0 && (this.readiness() & events) === 0) {
      error = this.isNonBlocking ? -Errno.EAGAIN : waitInterruptibly(readinessChanges());
    }
    restoreInterrupts(on);
    return error;
  }
  /** Sleeps until some file's readiness changes: 0 or -EINTR. */
  protected sleep(): isize {
    const on = disableInterrupts();
    const error = waitInterruptibly(readinessChanges());
    restoreInterrupts(on);
    return error;
  }
  override readinessQueue(): WaitQueue | null {
    return readinessChanges();
  }
  override readiness(): u32 {
    return Poll.in | Poll.readNormal;
  }
}
