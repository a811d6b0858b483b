/** A fatal signal: the program's own report, then the end of its process. */

import type { TrapFrame } from "../arch/x64/trapframe.ts";
import { report } from "../lib/log.ts";
import { currentThread } from "../sched/thread.ts";
import { currentProcess } from "./process.ts";
import type { SignalInfo } from "./programthread.ts";
import { beginReport, endReport, writeBacktrace, writeRegisters } from "./report.ts";
import { isFatalFault, Signal, SignalCode, signalName } from "./signalnumbers.ts";
import { endProcess, endThread } from "./threads.ts";

/**
 * Ends the process as `signal` does by default. Faults and aborts are reported, the rest is silent as in a shell.
 * @noreturn
 */
export function dieOfSignal(signal: u32, info: SignalInfo, frame: TrapFrame): never {
  // Others of the process are ending it already, or one of them calls execve(2).
  if (signal === Signal.SIGKILL && currentProcess().isEnding) endThread(0);
  if (isFatalFault(signal)) {
    beginReport();
    const thread = currentThread();
    report(`${thread.name} (thread ${thread.id}) died of ${signalName(signal)}${reason(info)}`);
    if ((signal === Signal.SIGSEGV || signal === Signal.SIGBUS) && info.code > 0)
      report(`  at address ${hex(info.address)}`);
    writeRegisters(frame, info.address);
    writeBacktrace(frame);
    endReport();
  }
  endProcess(signal);
}

function reason(info: SignalInfo): string {
  if (info.code <= 0) return ": a process sent it";
  switch (info.signal) {
    case Signal.SIGSEGV:
      if (info.errno === STACK_OVERFLOW) return ": the stack overflowed";
      if (info.code === SignalCode.kernel)
        return ": no program may do this, or its rseq(2) area is not valid";
      return info.code === 1 ? ": no memory is mapped there" : ": the mapping does not allow it";
    case Signal.SIGBUS:
      return ": beyond the end of the mapped file, or the file could not be read";
    case Signal.SIGFPE:
      return ": division by zero or overflow";
    case Signal.SIGILL:
      return ": illegal instruction";
    default:
      return "";
  }
}

/** Marks (in si_errno, which Linux leaves 0) a fault just below the stack's limit; cleared before a handler sees it. */
export const STACK_OVERFLOW: i32 = -0x5afe;
