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
import { currentProgram, type ProgramThread, programOf, SignalInfo } from "./programthread.ts";
import { isIgnoredByDefault, SIG_DFL, SIG_IGN, Signal, signalBit } from "./signalnumbers.ts";
import { SignalQueue } from "./signalqueue.ts";

/** struct sigaction of the system call (Linux arch/x86/include/uapi/asm/signal.h). */
export class SignalAction {
  handler: u64 = 0;
  flags: u64 = 0;
  restorer: u64 = 0;
  mask: u64 = 0;
}

let actions!: FixedArray<Embed<SignalAction>, 65>;
let processPending: u64 = 0;
/** Told when a signal becomes pending: for readers of signalfd(2). */
export const signalArrivals = new Readiness();
let processInfos!: FixedArray<Embed<SignalInfo>, 65>;
const processQueue = new SignalQueue();
/** The first real-time signal. */
const REALTIME: u32 = 32;

export function signalAction(signal: u32): SignalAction {
  return actions[signal];
}

function isIgnored(signal: u32): boolean {
  const handler = actions[signal].handler;
  return handler === SIG_IGN || (handler === SIG_DFL && isIgnoredByDefault(signal));
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
  if (isIgnored(signal) && (program.signalMask & signalBit(signal)) === 0) return;
  program.pending |= signalBit(signal);
  if (signal < REALTIME) copyInfo(program.infos[signal], info);
  else program.queue.add(info);
  signalArrivals.changed(Poll.in | Poll.readNormal);
  if ((program.signalMask & signalBit(signal)) === 0) interrupt(program);
}

/** As above, for interrupt handlers; see sendFromInterrupt. */
export function sendToThreadFromInterrupt(program: ProgramThread, info: SignalInfo): void {
  const signal = u32(info.signal);
  if (isIgnored(signal) && (program.signalMask & signalBit(signal)) === 0) return;
  program.pending |= signalBit(signal);
  copyInfo(signal < REALTIME ? program.infos[signal] : processInfos[signal], info);
  signalArrivals.changed(Poll.in | Poll.readNormal);
  if ((program.signalMask & signalBit(signal)) === 0) interrupt(program);
}

/** Sends to the process: the first thread that does not block the signal takes it. Not from interrupt handlers. */
export function sendToProcess(info: SignalInfo): void {
  const signal = u32(info.signal);
  if (signal >= REALTIME && !(isIgnored(signal) && takerOf(signal) !== null)) processQueue.add(info);
  sendFromInterrupt(info);
}
/** As above, for interrupt handlers: a real-time signal that is pending already is not queued once more. */
export function sendFromInterrupt(info: SignalInfo): void {
  const signal = u32(info.signal);
  const taker = takerOf(signal);
  if (taker !== null && isIgnored(signal)) return;
  processPending |= signalBit(signal);
  copyInfo(processInfos[signal], info);
  signalArrivals.changed(Poll.in | Poll.readNormal);
  if (taker !== null) interrupt(taker);
}
function takerOf(signal: u32): ProgramThread | null {
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll) {
    const program = programOf(t);
    if (program !== null && (program.signalMask & signalBit(signal)) === 0) return program;
  }
  return null;
}

/** A fault of the running thread: delivered even when blocked or ignored, since it cannot go on (signal(7)). */
export function forceSignal(info: SignalInfo): void {
  const program = currentProgram();
  const signal = u32(info.signal);
  const action = actions[signal];
  if ((program.signalMask & signalBit(signal)) !== 0 || action.handler === SIG_IGN) action.handler = SIG_DFL;
  program.signalMask &= ~signalBit(signal);
  program.pending |= signalBit(signal);
  if (signal < 32) copyInfo(program.infos[signal], info);
}

/** True when a signal that the running thread does not block is pending: interruptible waits then return EINTR. */
export function hasPendingSignal(): boolean {
  const program = currentProgram();
  return ((program.pending | processPending) & ~program.signalMask) !== 0;
}
/** What rt_sigpending(2) answers. */
export function pendingSignals(): u64 {
  const program = currentProgram();
  return program.pending | processPending;
}

/** Takes the next signal that is due to the running thread: 0 when there is none. Ignored ones are dropped. */
export function takeSignal(info: SignalInfo): u32 {
  return takeSignalIn(~currentProgram().signalMask, info);
}
/** Takes a pending signal out of `set` whatever the mask says (sigtimedwait(2)): 0 when there is none. */
export function takeSignalIn(set: u64, info: SignalInfo): u32 {
  const program = currentProgram();
  while (true) {
    const due = (program.pending | processPending) & set;
    if (due === 0) return 0;
    const signal = u32(ctz(due)) + 1;
    const bit = signalBit(signal);
    if ((program.pending & bit) !== 0) {
      let more = false;
      if (signal < REALTIME) copyInfo(info, program.infos[signal]);
      else {
        let found = false;
        [found, more] = program.queue.take(signal, info);
        if (!found) copyInfo(info, processInfos[signal]);
      }
      if (!more) program.pending &= ~bit;
    } else {
      let found = false;
      let more = false;
      if (signal >= REALTIME) [found, more] = processQueue.take(signal, info);
      if (!found) copyInfo(info, processInfos[signal]);
      if (!more) processPending &= ~bit;
    }
    if (!isIgnored(signal) || (set & program.signalMask & bit) !== 0) return signal;
  }
}

/** Drops what is pending of a signal that is now ignored. */
export function discardPending(signal: u32): void {
  if (!isIgnored(signal)) return;
  processPending &= ~signalBit(signal);
  processQueue.drop(signal);
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll) {
    const program = programOf(t);
    if (program === null) continue;
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
  const info: Embed<SignalInfo> = new SignalInfo();
  info.signal = Signal.SIGPIPE;
  sendToThread(currentProgram(), info);
}
