/**
 * Signals: dispositions, sending, and which one is due.
 *
 * A signal is pending for one thread, or for the process (any thread that does not block it). `nextSignal` is asked on
 * the way back to the program; signalframe.ts then builds the frame, exit.ts ends the process.
 */

import { restoreInterrupts } from "../arch/x64/cpu.ts";
import type { SpinLock } from "../arch/x64/smp/spinlock.ts";
import { Errno } from "../lib/errno.ts";
import { nudge, wake } from "../sched/scheduler.ts";
import { firstThread, type Thread } from "../sched/thread.ts";
import type { WaitQueue } from "../sync/waitqueue.ts";
import { monotonicNs } from "../time/clock.ts";
import { Poll } from "../vfs/openfile.ts";
import { Readiness } from "../vfs/readiness.ts";
import { currentProcess, type Process } from "./process.ts";
import { currentProgram, type ProgramThread, programOf, SignalInfo } from "./programthread.ts";
import { SI_TKILL, SIG_DFL, SIG_IGN, Signal, SignalCode, signalBit } from "./signalnumbers.ts";
import { type QueuedSignal, queuedSignals, type SignalQueue } from "./signalqueue.ts";
import type { SignalAction } from "./signalstate.ts";

/** Told when a signal becomes pending: for readers of signalfd(2). */
export const signalArrivals = new Readiness();
/** The first real-time signal. */
const REALTIME: u32 = 32;
/** SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV, SIGSYS: what the thread itself did is delivered first (signal(7)). */
const FAULTS: u64 = 0x400004d8;
/** RLIMIT_SIGPENDING. */
const PENDING_SIGNALS: u32 = 11;

/** The calling process's disposition. */
export function signalAction(signal: u32): SignalAction {
  return currentProcess().signals.actions[signal];
}

function copyInfo(to: SignalInfo, from: SignalInfo): void {
  copyBytes(addressOf(to), addressOf(from), sizeOf<SignalInfo>());
}

/** Has a thread see its signal: wakes it from an interruptible sleep, or brings it in from the program. */
function interrupt(program: ProgramThread): void {
  const thread = program.thread;
  if (thread === null) return;
  // Under the lock the queue cannot go: who sleeps in it takes the lock before it leaves.
  const on = program.sleepLock.lock();
  const queue = program.sleepingIn;
  const isTaken = queue !== null && queue.takeThis(thread);
  program.sleepLock.release();
  if (isTaken) wake(thread);
  else if (queue === null) nudge(thread);
  restoreInterrupts(on);
}

function isDropped(program: ProgramThread, signal: u32): boolean {
  return program.process.signals.isIgnored(signal) && (program.signalMask & signalBit(signal)) === 0;
}
/** RLIMIT_SIGPENDING: 1 when the signal may be queued, 0 when it may be pending without an entry, -EAGAIN. */
function mayQueue(process: Process, info: SignalInfo): i32 {
  if (queuedSignals() < process.limits.soft[PENDING_SIGNALS]) return 1;
  return info.code === SignalCode.user || info.code === SI_TKILL ? 0 : -Errno.EAGAIN;
}

/** Sends to one thread: 0, or -EAGAIN when no more signals may wait. Not from interrupt handlers. */
export function sendToThread(program: ProgramThread, info: SignalInfo): i32 {
  const signal = u32(info.signal);
  const bit = signalBit(signal);
  if (isDropped(program, signal)) return 0;
  if (signal >= REALTIME) {
    const room = mayQueue(program.process, info);
    if (room < 0) return room;
    if (room > 0) program.queue.add(info);
    else copyInfo(program.process.signals.infos[signal], info);
  } else if ((program.pending & bit) === 0) copyInfo(program.infos[signal], info);
  program.pending |= bit;
  tell(program, signal);
  return 0;
}
function tell(program: ProgramThread | null, signal: u32): void {
  signalArrivals.changed(Poll.in | Poll.readNormal);
  if (program !== null && (program.signalMask & signalBit(signal)) === 0) interrupt(program);
}

/**
 * Sends to a process: the first thread that does not block the signal takes it. 0, or -EAGAIN when no more signals may
 * wait. Not from interrupt handlers.
 */
export function sendToProcess(process: Process, info: SignalInfo): i32 {
  const signal = u32(info.signal);
  const { signals } = process;
  if (signal >= REALTIME && !(signals.isIgnored(signal) && takerOf(process, signal) !== null)) {
    const room = mayQueue(process, info);
    if (room < 0) return room;
    if (room > 0) signals.queue.add(info);
  }
  sendFromInterrupt(process, info);
  return 0;
}
/** As above, for interrupt handlers: a signal that is pending already is not pending once more. */
export function sendFromInterrupt(process: Process, info: SignalInfo): void {
  const signal = u32(info.signal);
  const { signals } = process;
  const taker = takerOf(process, signal);
  if (taker !== null && signals.isIgnored(signal)) return;
  if ((signals.pending & signalBit(signal)) === 0) copyInfo(signals.infos[signal], info);
  signals.pending |= signalBit(signal);
  tell(taker, signal);
}
/**
 * Sends an entry that stands in no queue to a thread, or to the process (null).
 * @irq
 */
export function sendEntry(process: Process, program: ProgramThread | null, entry: QueuedSignal): void {
  const signal = u32(entry.info.signal);
  const { signals } = process;
  const taker = program ?? takerOf(process, signal);
  if (taker !== null && isDropped(taker, signal)) return;
  if (program === null) {
    signals.pending |= signalBit(signal);
    signals.queue.addEntry(entry);
  } else {
    program.pending |= signalBit(signal);
    program.queue.addEntry(entry);
  }
  tell(taker, signal);
}
/** Takes an entry back that has not been delivered. */
export function withdrawEntry(process: Process, program: ProgramThread | null, entry: QueuedSignal): void {
  const signal = u32(entry.info.signal);
  const queue = entry.queue;
  if (queue === null) return;
  queue.unlink(entry);
  if (queue.holds(signal)) return;
  if (program === null) process.signals.pending &= ~signalBit(signal);
  else program.pending &= ~signalBit(signal);
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

/** The signal of a set that is delivered first, 0 for none: faults of the program itself before others. */
function firstOf(due: u64): u32 {
  if (due === 0) return 0;
  return u32(ctz((due & FAULTS) !== 0 ? due & FAULTS : due)) + 1;
}
/** The signal that the running thread is to get next, its own before the process's: 0 when there is none. */
export function nextSignal(): u32 {
  const program = currentProgram();
  const own = firstOf(program.pending & ~program.signalMask);
  return own !== 0 ? own : firstOf(program.process.signals.pending & ~program.signalMask);
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
    const own = firstOf(program.pending & set);
    const signal = own !== 0 ? own : firstOf(shared.pending & set);
    if (signal === 0) return 0;
    const bit = signalBit(signal);
    const queue: SignalQueue = own !== 0 ? program.queue : shared.queue;
    const [found, more] = queue.take(signal, info);
    const slot: SignalInfo = own !== 0 && signal < REALTIME ? program.infos[signal] : shared.infos[signal];
    if (!found) copyInfo(info, slot);
    if (!more) {
      if (own !== 0) program.pending &= ~bit;
      else shared.pending &= ~bit;
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

/**
 * Sleeps in `queue` until woken or, when `deadlineNs` is not 0, that time. -1: a signal came; 0: the time ran out; 1:
 * woken. Interrupts are off and stay off. Where the condition has a lock, it is held and given back meanwhile.
 */
export function interruptibleWait(queue: WaitQueue, deadlineNs: u64, lock: SpinLock | null = null): i32 {
  const outcome = interruptibleSleep(queue, deadlineNs, lock);
  if (lock !== null) lock.acquire();
  return outcome;
}

/** As above, but the lock is not taken again. */
export function interruptibleSleep(queue: WaitQueue, deadlineNs: u64, lock: SpinLock | null): i32 {
  const program = currentProgram();
  let early: i32 = 1;
  if (hasPendingSignal()) early = -1;
  else if (deadlineNs !== 0 && deadlineNs <= monotonicNs()) early = 0;
  if (early !== 1) {
    if (lock !== null) lock.release();
    return early;
  }
  program.sleepingIn = queue;
  queue.enter();
  if (lock !== null) lock.release();
  let woken = true;
  // A signal whose sender found no sleeper is seen here; a later one finds the thread in the queue.
  if (hasPendingSignal()) queue.leave();
  else if (deadlineNs === 0) queue.sleep();
  else woken = queue.sleepUntil(deadlineNs);
  program.sleepLock.acquire();
  program.sleepingIn = null;
  program.sleepLock.release();
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
