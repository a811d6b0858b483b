/**
 * The scheduler: which thread runs next, and the switch to it.
 *
 * Real-time threads by priority, the others fair by virtual runtime (runqueue.ts). One that becomes runnable interrupts
 * the running thread where it should come first. Tickless: a slice timer runs only while somebody else is waiting. With
 * nothing to run, here or to be taken over from elsewhere, the idle thread halts until an interrupt (idle.ts).
 *
 * Protocol: `block` needs interrupts off and the caller already in the queue that will wake it; `wake` may be called
 * from interrupt handlers. `needsSwitch` is looked at on the way back to program code. Nothing here needs the kernel
 * lock, except that a thread ends with it.
 *
 * A thread that stops running is not whole until its registers and stack pointer are saved, which the thread after it
 * on that processor knows (`finishSwitch`): only then may another processor have it. One that sleeps goes from
 * `waiting` to `parked` there; a wake-up of a parked thread sends it to a processor, one of a waiting thread only
 * marks it runnable, and `finishSwitch` finds that and sends it. One that gives way stands in its processor's run
 * queue meanwhile, with `running` still set, which thieves respect.
 *
 * Vector state and FS base stay in the registers until another program thread needs them: a thread that sleeps and
 * comes back to its processor with only the idle thread in between saves and loads nothing.
 */

import { sendInterrupt } from "../arch/x64/apic.ts";
import { prepareFrame, prepareStack, readFsBase, switchStacks, writeFsBase } from "../arch/x64/context.ts";
import { disableInterrupts, rdtsc, restoreInterrupts, turnOffInterrupts } from "../arch/x64/cpu.ts";
import { cpuAt, thisCpuIndex } from "../arch/x64/smp/cpus.ts";
import { Entry, kernelMode, resumeMode, useTranslations } from "../arch/x64/smp/kernellock.ts";
import type { TrapFrame } from "../arch/x64/trapframe.ts";
import { setInterruptHandler } from "../arch/x64/traps.ts";
import { loadThreadVectors, storeThreadVectors } from "../arch/x64/vectors.ts";
import { panic } from "../lib/panic.ts";
import { monotonicNs } from "../time/clock.ts";
import { chooseProcessor, placeAnew, relieve, steal } from "./balance.ts";
import { adoptFirstProcessor, type Processor, processorAt, setIdle, thisProcessor } from "./processor.ts";
import { outranks } from "./runqueue.ts";
import {
  adoptBootThread,
  allocThreadId,
  currentThread,
  destroyThread,
  newThread,
  setCurrentThread,
  type Thread,
  ThreadState,
} from "./thread.ts";
import { initTimers, setTimer } from "./timers.ts";

/** How long a thread may run while another waits. */
const SLICE_NS: u64 = 4000000;
/** Tells a processor that it has been sent a thread, or that its thread has a signal. */
export const RESCHEDULE_VECTOR: u32 = 0xf0;

/** What becomes of the thread that a switch leaves. */
enum Leaving {
  /** It stands in the run queue, or is the idle thread. */
  stays = 0,
  /** It sleeps, unless it has been woken meanwhile. */
  sleeps = 1,
  /** It may not run here any more. */
  moves = 2,
  ends = 3,
  /** As `stays`, and of its real-time priority it is the next. */
  staysFirst = 4,
}

export function initScheduler(): void {
  const processor = adoptFirstProcessor();
  adoptBootThread();
  processor.runningSince = rdtsc();
  prepareProcessor(processor);
  setInterruptHandler(RESCHEDULE_VECTOR, (_vector) => takeIncoming(thisProcessor()));
  initTimers();
}

/** What a processor needs before it schedules, beside its idle thread. */
export function prepareProcessor(processor: Processor): void {
  processor.sliceTimer.argument = u64(processor.index);
  processor.sliceTimer.onExpiry = onSliceEnd;
}

/** @irq */
function onSliceEnd(index: u64): void {
  const processor = processorAt(u32(index));
  processor.switchWanted = true;
  processor.sliceIsOver = true;
  const [thread, other] = relieve(processor);
  if (thread !== null) send(thread, other);
}

/** True when the running program thread should call `reschedule` before it goes on. */
export function needsSwitch(): boolean {
  const processor = thisProcessor();
  return processor.switchWanted || !processor.incoming.isEmpty;
}

/**
 * Adds the time since it was last looked at to a thread that may be running, here or elsewhere.
 * @irq
 */
export function account(thread: Thread): void {
  const processor = processorAt(thread.cpu);
  const on = processor.lock.lock();
  // It may have moved on before the lock was there; then its time has been added.
  if (thread.running.load() && thread.cpu === processor.index) addTime(processor, thread);
  processor.lock.unlock(on);
}

/** Adds the time since the last call to the thread that runs on `processor`, whose lock is held. */
function addTime(processor: Processor, thread: Thread): void {
  const now = rdtsc();
  // Counters of two processors may differ by little: time does not run backwards for that.
  const ran: u64 = now > processor.runningSince ? now - processor.runningSince : 0;
  processor.runningSince = now;
  thread.runTicks += ran;
  thread.virtualRuntime += (ran * thread.runtimeScale) >> 10;
  if (thread !== processor.idleThread) processor.runQueue.follow(thread);
}

/** Puts a thread that is in no queue, and is not running, into this processor's run queue, whose lock is held. */
function enqueue(processor: Processor, thread: Thread): void {
  if (thread.cpu !== processor.index) {
    processor.runQueue.adopt(thread, processorAt(thread.cpu).runQueue);
    thread.cpu = processor.index;
  }
  processor.runQueue.push(thread);
  if (outranks(thread, currentThread())) processor.switchWanted = true;
}

/** Puts what other processors have sent into the run queue. Interrupts are off, as in all that follows. */
export function takeIncoming(processor: Processor): void {
  let thread = processor.incoming.takeAll();
  processor.lock.acquire();
  addTime(processor, currentThread());
  while (thread !== null) {
    const next = thread.next;
    enqueue(processor, thread);
    thread = next;
  }
  processor.lock.release();
  startSlice(processor);
}

function startSlice(processor: Processor): void {
  if (processor.runQueue.isEmpty || processor.sliceTimer.armed) return;
  if (currentThread() !== processor.idleThread) setTimer(processor.sliceTimer, monotonicNs() + SLICE_NS);
}

/** The next thread for this processor, or null. One that may not stay is sent on. */
function nextThread(processor: Processor): Thread | null {
  while (true) {
    processor.lock.acquire();
    const waiting = processor.runQueue.pop();
    processor.lock.release();
    const thread: Thread | null = waiting ?? steal(processor);
    if (thread === null || thread.mayRunOn(processor.index)) return thread;
    if (processor.registersOf === thread) saveRegisters(processor);
    send(thread, placeAnew(thread));
  }
}

/** Stores the program registers that this processor still holds for a thread. */
function saveRegisters(processor: Processor): void {
  const owner = processor.registersOf;
  if (owner === null) return;
  storeThreadVectors(owner.vectorState);
  owner.fsBase = readFsBase();
  owner.registersOn = 0;
  processor.registersOf = null;
}

/** Loads a program thread's vector state and FS base where they are not there yet. Its area must be filled. */
export function loadRegisters(thread: Thread): void {
  const processor = thisProcessor();
  if (processor.registersOf === thread) return;
  saveRegisters(processor);
  loadThreadVectors(thread.vectorState);
  writeFsBase(thread.fsBase);
  processor.registersOf = thread;
  thread.registersOn = processor.index + 1;
}

/**
 * Runs the next thread, and returns when the caller runs again. Interrupts are off.
 * @sleeps
 */
function switchToNext(leaving: Leaving): void {
  const previous = currentThread();
  const processor = thisProcessor();
  if (!processor.incoming.isEmpty) takeIncoming(processor);
  processor.switchWanted = false;
  processor.sliceIsOver = false;
  processor.lock.acquire();
  addTime(processor, previous);
  const remains = leaving === Leaving.stays || leaving === Leaving.staysFirst;
  if (remains && previous !== processor.idleThread) {
    processor.runQueue.push(previous, leaving === Leaving.staysFirst);
  }
  processor.lock.release();
  const next = nextThread(processor) ?? processor.idleThread!;
  if (!processor.runQueue.isEmpty && next !== processor.idleThread) {
    setTimer(processor.sliceTimer, monotonicNs() + SLICE_NS);
  }
  processor.realtime = next.realtime;
  if (next === previous) return;
  if (next.vectorState !== 0) loadRegisters(next);
  next.cpu = processor.index;
  next.running.store(true);
  processor.previous = previous;
  processor.leaving = leaving;
  const mode = kernelMode();
  useTranslations(); // the next thread's stack among them
  setCurrentThread(next);
  switchStacks(pointerTo(previous.context), next.context);
  finishSwitch();
  previous.returnWork |= previous.workOfSwitch;
  resumeMode(mode);
}

/** What the newly running thread does for the one before it, which is whole now. */
function finishSwitch(): void {
  const processor = thisProcessor();
  const previous = processor.previous!;
  const leaving = processor.leaving;
  processor.previous = null;
  // From here on a thread in the run queue may be taken by another processor.
  previous.running.store(false, "release");
  if (leaving === Leaving.ends) destroyThread(previous);
  else if (leaving === Leaving.moves) send(previous, placeAnew(previous));
  else if (
    leaving === Leaving.sleeps &&
    !previous.state.compareExchange(ThreadState.waiting, ThreadState.parked)
  ) {
    send(previous, chooseProcessor(previous));
  }
}

/**
 * The first thing that a new thread does: it begins with the kernel lock.
 * @symbol osier_thread_started
 * @stack kernel
 */
export function startInKernel(): void {
  finishSwitch();
  resumeMode(Entry.nested);
}

/**
 * Lets others run; the caller stays runnable.
 * @sleeps
 */
export function yieldNow(): void {
  const on = disableInterrupts();
  const processor = thisProcessor();
  if (!processor.incoming.isEmpty) takeIncoming(processor);
  if (!processor.runQueue.isEmpty) giveWay(processor, Leaving.stays);
  else processor.switchWanted = false;
  restoreInterrupts(on);
}

/**
 * On the way back to the program: gives way where the slice is over.
 * @sleeps
 */
export function reschedule(): void {
  const on = disableInterrupts();
  const processor = thisProcessor();
  if (!processor.incoming.isEmpty) takeIncoming(processor);
  const thread = currentThread();
  const mayStay = thread.mayRunOn(processor.index);
  const hadItsTurn = thread.takesTurns && processor.sliceIsOver;
  if (processor.switchWanted && !(processor.runQueue.isEmpty && mayStay)) {
    giveWay(processor, hadItsTurn ? Leaving.stays : Leaving.staysFirst);
  } else {
    processor.switchWanted = false;
    processor.realtime = thread.realtime; // it may have been changed
  }
  restoreInterrupts(on);
}

/** @sleeps */
function giveWay(processor: Processor, leaving: Leaving): void {
  const thread = currentThread();
  if (thread === processor.idleThread) {
    switchToNext(Leaving.stays);
    return;
  }
  thread.involuntarySwitches++;
  if (thread.mayRunOn(processor.index)) switchToNext(leaving);
  else moveAway(processor, thread);
}

/**
 * The running thread goes on elsewhere, for it may not stay.
 * @sleeps
 */
function moveAway(processor: Processor, thread: Thread): void {
  if (processor.registersOf === thread) saveRegisters(processor);
  switchToNext(Leaving.moves);
}

/**
 * Gives the processor up until `wake`. Interrupts are off and stay off.
 * @sleeps
 */
export function block(): void {
  const thread = currentThread();
  thread.voluntarySwitches++;
  while (thread.state.load() === ThreadState.waiting) switchToNext(Leaving.sleeps);
}

/**
 * Makes a waiting thread runnable; a thread that is not waiting is left alone. False then.
 * @irq
 */
export function wake(thread: Thread): boolean {
  const on = disableInterrupts();
  // From waiting to parked is the only other change that can come in between.
  let isWoken = thread.state.compareExchange(ThreadState.waiting, ThreadState.runnable);
  if (!isWoken) {
    isWoken = thread.state.compareExchange(ThreadState.parked, ThreadState.runnable);
    if (isWoken) send(thread, chooseProcessor(thread));
  }
  restoreInterrupts(on);
  return isWoken;
}

/** Gives a runnable thread that is in no queue to a processor, this one or another. */
function send(thread: Thread, processor: Processor): void {
  setIdle(processor.index, false);
  if (processor.index === thisCpuIndex()) {
    processor.lock.acquire();
    addTime(processor, currentThread());
    enqueue(processor, thread);
    processor.lock.release();
    startSlice(processor);
  } else if (processor.incoming.push(thread) && processor.polling.load() === 0) {
    sendInterrupt(processor.apicId, RESCHEDULE_VECTOR);
  }
}

/**
 * Has a thread that may be in the program just now look at its signals.
 * @irq
 */
export function nudge(thread: Thread): void {
  fence(); // what it is to see comes before the look at where it is
  if (!thread.running.load() || thread.cpu === thisCpuIndex()) return;
  const cpu = cpuAt(thread.cpu);
  if (cpu.inProgram.load() !== 0) sendInterrupt(cpu.apicId, RESCHEDULE_VECTOR);
}

/**
 * Restricts a thread to the processors in `mask`, one of which is online. The caller moves at once, others when they
 * next run.
 * @sleeps
 */
export function setAffinity(thread: Thread, mask: u64): void {
  const on = disableInterrupts();
  thread.affinity = mask;
  if (thread === currentThread() && !thread.mayRunOn(thisCpuIndex())) {
    moveAway(thisProcessor(), thread);
  } else if (thread.running.load() && !thread.mayRunOn(thread.cpu)) {
    processorAt(thread.cpu).switchWanted = true;
    nudge(thread);
  }
  restoreInterrupts(on);
}

/**
 * Changes how a thread is scheduled, wherever it is: its real-time priority (0: none), whether it takes turns with its
 * equals, and the weight of its ticks.
 */
export function setScheduling(thread: Thread, realtime: u32, takesTurns: boolean, runtimeScale: u64): void {
  const processor = processorAt(thread.cpu);
  const on = processor.lock.lock();
  const waits = processor.runQueue.takeOut(thread);
  thread.realtime = realtime;
  thread.takesTurns = takesTurns;
  thread.runtimeScale = runtimeScale;
  if (waits) processor.runQueue.push(thread);
  processor.switchWanted = true;
  if (processor.index !== thisCpuIndex()) sendInterrupt(processor.apicId, RESCHEDULE_VECTOR);
  processor.lock.unlock(on);
}

/**
 * Makes a new thread runnable for the first time.
 * @irq
 */
export function startThread(thread: Thread): void {
  const on = disableInterrupts();
  thread.cpu = thisCpuIndex();
  thread.virtualRuntime = thisProcessor().runQueue.floor; // nothing is owed to it
  thread.state.store(ThreadState.runnable);
  send(thread, placeAnew(thread));
  restoreInterrupts(on);
}

/** A thread that runs kernel code only. */
export function spawnKernelThread(
  entry: FnPtr<(argument: u64) => void>,
  argument: u64,
  name: string,
): Thread {
  const thread = newThread(allocThreadId(), name);
  if (thread === null) panic(`no memory for kernel thread ${name}`);
  thread.context = prepareStack(thread.stackTop, entry, argument);
  startThread(thread);
  return thread;
}

/** Lays out `thread` so that it first loads `frame` (a cloned program thread). */
export function startThreadAt(thread: Thread, frame: TrapFrame): void {
  thread.context = prepareFrame(thread.stackTop, frame);
  startThread(thread);
}

/** Ends the running thread. The kernel lock is held: what it had is given back under it. */
export function exitThread(): never {
  turnOffInterrupts();
  const thread = currentThread();
  const processor = thisProcessor();
  thread.state.store(ThreadState.dead);
  if (processor.registersOf === thread) processor.registersOf = null;
  switchToNext(Leaving.ends);
  unreachable();
}
