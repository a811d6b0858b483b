/** The end of a process: what it held goes back, its children find another parent, its own parent is told. */
import { undoChanges } from "../ipc/semaphores.ts";
import { space } from "../mm/addressspace.ts";
import { dropProgramMemory, firstMemory } from "../mm/programmemory.ts";
import { cancelTimer } from "../sched/timers.ts";
import { stopCpuTimers } from "./cpulimits.ts";
import { deletePosixTimer } from "./posixtimers.ts";
import type { Process } from "./process.ts";
import { forgetProcess, giveChildrenAway, ignoresChildren } from "./processes.ts";
import { SignalInfo } from "./signalinfo.ts";
import { SIG_IGN, Signal } from "./signalnumbers.ts";
import { sendToProcess } from "./signals.ts";

/** si_code of SIGCHLD (Linux include/uapi/asm-generic/siginfo.h). */
export enum ChildCode {
  exited = 1,
  killed = 2,
}

/** Ends the timers of a process: at its end, and the POSIX ones at execve(2). */
export function deleteTimers(process: Process): void {
  while (process.timers !== null) deletePosixTimer(process.timers);
}

/** Gives up the memory; with its last process go the areas. */
export function leaveMemory(process: Process): void {
  const { memory } = process;
  process.memory = firstMemory;
  memory.references--;
  if (memory.references !== 0) return;
  space.removeAll(memory);
  dropProgramMemory(memory);
}

/** All but the number and the status. Called by the last thread, which may sleep. */
export function releaseResources(process: Process): void {
  deleteTimers(process);
  cancelTimer(process.alarm);
  stopCpuTimers(process);
  process.files.closeAll();
  undoChanges(process.pid);
  process.directory.set(null);
  process.signals.queue.clear();
  process.releaseVforkParent();
  leaveMemory(process);
  giveChildrenAway(process, (child: Process): void => {
    if (child.settings.parentDeathSignal === 0) return;
    const info: Embed<SignalInfo> = new SignalInfo();
    info.signal = i32(child.settings.parentDeathSignal);
    info.address = u64(u32(process.pid));
    sendToProcess(child, info);
  });
}

/** The status in the form of siginfo: [code, exit status or signal]. */
export function childStatus(status: u32): [i32, u32] {
  const signal = status & 0x7f;
  return signal !== 0 ? [ChildCode.killed, signal] : [ChildCode.exited, status >> 8];
}

/** Tells the parent. The process may be gone afterwards; the caller is no thread of it any more. */
export function announceEnd(process: Process): void {
  process.hasEnded = true;
  const { parent, exitSignal } = process;
  if (parent === null) {
    forgetProcess(process);
    return;
  }
  const isChildSignal = exitSignal === u32(Signal.SIGCHLD);
  const isUnheard = isChildSignal && parent.signals.actions[exitSignal].handler === SIG_IGN;
  if (exitSignal !== 0 && !isUnheard) {
    const info: Embed<SignalInfo> = new SignalInfo();
    const [code, status] = childStatus(process.status);
    info.signal = i32(exitSignal);
    info.code = code;
    info.address = u64(u32(process.pid)); // si_pid; si_uid 0
    info.value = u64(status); // si_status
    sendToProcess(parent, info);
  }
  if (isChildSignal && ignoresChildren(parent)) forgetProcess(process);
  parent.childChanges.wakeAll();
}
