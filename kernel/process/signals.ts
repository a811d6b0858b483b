/**
 * Signals: dispositions, sending, and which one is due.
 *
 * A signal is pending for one thread, or for the process (any thread that does not block it). `nextSignal` is asked on
 * the way back to the program; signalframe.ts then builds the frame, exit.ts ends the process.
 */

import { nudge } from "../sched/scheduler.ts";
import { firstThread, type Thread } from "../sched/thread.ts";
import type { WaitQueue } from "../sync/waitqueue.ts";
import { monotonicNs } from "../time/clock.ts";
import { Poll } from "../vfs/openfile.ts";
import { Readiness } from "../vfs/readiness.ts";
import { currentProcess, type Process } from "./process.ts";
import { currentProgram, type ProgramThread, programOf, SignalInfo } from "./programthread.ts";
import { SIG_DFL, SIG_IGN, Signal, signalBit } from "./signalnumbers.ts";
import type { SignalAction } from "./signalstate.ts";

/** Told when a signal becomes pending: for readers of signalfd(2). */
export const signalArrivals = new Readiness();
/** The first real-time signal. */
const REALTIME: u32 = 32;

/** The calling process's disposition. */
export function signalAction(signal: u32): SignalAction {
  return currentProcess().signals.actions[signal];
}

function copyInfo(to: SignalInfo, from: SignalInfo): void {
  copyBytes(addressOf(to), addressOf(from), sizeOf<SignalInfo>());
}

/** Has a thread see its signal: wakes it from an interruptible sleep, or brings it in from the program. */
function interrupt(program: ProgramThread): void {
  const queue = program.sleepingIn;
  const thread = program.thread;
  if (thread === null) return;
  if (queue !== null) queue.wakeThis(thread);
  else nudge(thread);
}

/** Sends to one thread. */
export function sendToThread(program: ProgramThread, info: SignalInfo): void {
  const signal = u32(info.signal);
  if (program.process.signals.isIgnored(signal) && (program.signalMask & signalBit(signal)) === 0) return;
  program.pending |= signalBit(signal);
  if (signal < REALTIME) copyInfo(program.infos[signal], info);
  else program.queue.add(info);
  signalArrivals.changed(Poll.in | Poll.readNormal);
  if ((program.signalMask & signalBit(signal)) === 0) interrupt(program);
}

/** As above, for interrupt handlers; see sendFromInterrupt. */
export function sendToThreadFromInterrupt(program: ProgramThread, info: SignalInfo): void {
  const signal = u32(info.signal);
  const shared = program.process.signals;
  if (shared.isIgnored(signal) && (program.signalMask & signalBit(signal)) === 0) return;
  program.pending |= signalBit(signal);
  copyInfo(signal < REALTIME ? program.infos[signal] : shared.infos[signal], info);
  signalArrivals.changed(Poll.in | Poll.readNormal);
  if ((program.signalMask & signalBit(signal)) === 0) interrupt(program);
}

/** Sends to a process: the first thread that does not block the signal takes it. Not from interrupt handlers. */
export function sendToProcess(process: Process, info: SignalInfo): void {
  const signal = u32(info.signal);
  const { signals } = process;
  if (signal >= REALTIME && !(signals.isIgnored(signal) && takerOf(process, signal) !== null))
    signals.queue.add(info);
  sendFromInterrupt(process, info);
}
/** As above, for interrupt handlers: a real-time signal that is pending already is not queued once more. */
export function sendFromInterrupt(process: Process, info: SignalInfo): void {
  const signal = u32(info.signal);
  const { signals } = process;
  const taker = takerOf(process, signal);
  if (taker !== null && signals.isIgnored(signal)) return;
  signals.pending |= signalBit(signal);
  copyInfo(signals.infos[signal], info);
  signalArrivals.changed(Poll.in | Poll.readNormal);
  if (taker !== null) interrupt(taker);
}
function takerOf(process: Process, signal: u32): ProgramThread | null {
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll) {
    const program = programOf(t);
    if (program === null || program.process !== process) continue;
    if ((program.signalMask & signalBit(signal)) === 0) return program;
  }
  return null;
}

/** A fault of the running thread: delivered even when blocked or ignored, since it cannot go on (signal(7)). */
export function forceSignal(info: SignalInfo): void {
  const program = currentProgram();
  const signal = u32(info.signal);
  const action = program.process.signals.actions[signal];
  if ((program.signalMask & signalBit(signal)) !== 0 || action.handler === SIG_IGN) action.handler = SIG_DFL;
  program.signalMask &= ~signalBit(signal);
  program.pending |= signalBit(signal);
  if (signal < 32) copyInfo(program.infos[signal], info);
}

/** True when a signal that the running thread does not block is pending: interruptible waits then return EINTR. */
export function hasPendingSignal(): boolean {
  const program = currentProgram();
  return ((program.pending | program.process.signals.pending) & ~program.signalMask) !== 0;
}
/** What rt_sigpending(2) answers. */
export function pendingSignals(): u64 {
  const program = currentProgram();
  return program.pending | program.process.signals.pending;
}

/** Takes the next signal that is due to the running thread: 0 when there is none. Ignored ones are dropped. */
export function takeSignal(info: SignalInfo): u32 {
  return takeSignalIn(~currentProgram().signalMask, info);
}
/** Takes a pending signal out of `set` whatever the mask says (sigtimedwait(2)): 0 when there is none. */
export function takeSignalIn(set: u64, info: SignalInfo): u32 {
  const program = currentProgram();
  const shared = program.process.signals;
  while (true) {
    const due = (program.pending | shared.pending) & set;
    if (due === 0) return 0;
    const signal = u32(ctz(due)) + 1;
    const bit = signalBit(signal);
    if ((program.pending & bit) !== 0) {
      let more = false;
      if (signal < REALTIME) copyInfo(info, program.infos[signal]);
      else {
        let found = false;
        [found, more] = program.queue.take(signal, info);
        if (!found) copyInfo(info, shared.infos[signal]);
      }
      if (!more) program.pending &= ~bit;
    } else {
      let found = false;
      let more = false;
      if (signal >= REALTIME) [found, more] = shared.queue.take(signal, info);
      if (!found) copyInfo(info, shared.infos[signal]);
      if (!more) shared.pending &= ~bit;
    }
    if (!shared.isIgnored(signal) || (set & program.signalMask & bit) !== 0) return signal;
  }
}

/** Has all threads of the process but the calling one end as soon as they come out of the kernel. */
export function killOtherThreads(process: Process): void {
  const caller = currentProgram();
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll) {
    const program = programOf(t);
    if (program === null || program.process !== process || program === caller) continue;
    program.pending |= signalBit(Signal.SIGKILL);
    interrupt(program);
  }
}

/** Drops what is pending in the calling process of a signal that is now ignored. */
export function discardPending(signal: u32): void {
  const process = currentProcess();
  const { signals } = process;
  if (!signals.isIgnored(signal)) return;
  signals.pending &= ~signalBit(signal);
  signals.queue.drop(signal);
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll) {
    const program = programOf(t);
    if (program === null || program.process !== process) continue;
    program.pending &= ~signalBit(signal);
    program.queue.drop(signal);
  }
}

/** Sleeps in `queue` until woken or, when `deadlineNs` is not 0, that time. -1: a signal came; 0: the time ran out; 1: woken. */
export function interruptibleWait(queue: WaitQueue, deadlineNs: u64): i32 {
  const program = currentProgram();
  if (hasPendingSignal()) return -1;
  program.sleepingIn = queue;
  let woken = true;
  if (deadlineNs === 0) queue.wait();
  else if (deadlineNs > monotonicNs()) woken = queue.waitUntilTime(deadlineNs);
  else woken = false;
  program.sleepingIn = null;
  if (hasPendingSignal()) return -1;
  return woken ? 1 : 0;
}

/** SIGPIPE of a write to a pipe without readers. */
export function raisePipeSignal(): void {
  raise(Signal.SIGPIPE);
}
/** A file would have become longer than RLIMIT_FSIZE allows. */
export function raiseSizeSignal(): void {
  raise(Signal.SIGXFSZ);
}
function raise(signal: Signal): void {
  const info: Embed<SignalInfo> = new SignalInfo();
  info.signal = i32(signal);
  sendToThread(currentProgram(), info);
}
