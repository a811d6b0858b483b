/**
 * The scheduler: which thread runs next, and the switch to it.
 *
 * Fair by virtual runtime and tickless: a slice timer runs only while somebody else is waiting for the processor. With
 * nothing to run, here or to be taken over from elsewhere, the idle thread halts until an interrupt (idle.ts).
 *
 * Protocol: `block` needs interrupts off and the caller already in the queue that will wake it; `wake` may be called
 * from interrupt handlers. `needsSwitch` is looked at on the way back to program code. All runs under the kernel lock,
 * which a switch hands from thread to thread.
 *
 * Vector state and FS base stay in the registers until another program thread needs them: a thread that sleeps and
 * comes back to its processor with only the idle thread in between saves and loads nothing.
 */

import { sendInterrupt } from "../arch/x64/apic.ts";
import {
  prepareFrame,
  prepareStack,
  readFsBase,
  restoreVectorState,
  saveVectorState,
  switchStacks,
  writeFsBase,
} from "../arch/x64/context.ts";
import { disableInterrupts, rdtsc, restoreInterrupts } from "../arch/x64/cpu.ts";
import { cpuAt, thisCpuIndex } from "../arch/x64/smp/cpus.ts";
import type { TrapFrame } from "../arch/x64/trapframe.ts";
import { setInterruptHandler } from "../arch/x64/traps.ts";
import { panic } from "../lib/panic.ts";
import { monotonicNs } from "../time/clock.ts";
import { chooseProcessor, placeAnew, relief, steal } from "./balance.ts";
import { adoptFirstProcessor, type Processor, processorAt, setIdle, thisProcessor } from "./processor.ts";
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
  const other = relief(processor);
  if (other === null) return;
  const thread = processor.runQueue.takeFor(other.index);
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
  if (!thread.running) return;
  const processor = processorAt(thread.cpu);
  const now = rdtsc();
  // Counters of two processors may differ by little: time does not run backwards for that.
  const ran: u64 = now > processor.runningSince ? now - processor.runningSince : 0;
  processor.runningSince = now;
  thread.runTicks += ran;
  thread.virtualRuntime += (ran * thread.runtimeScale) >> 10;
}

/** Puts what other processors have sent into the run queue. */
export function takeIncoming(processor: Processor): void {
  let thread = processor.incoming.takeAll();
  while (thread !== null) {
    const next = thread.next;
    processor.runQueue.push(thread);
    thread = next;
  }
  startSlice(processor);
}

function startSlice(processor: Processor): void {
  if (processor.runQueue.isEmpty || processor.sliceTimer.armed) return;
  if (currentThread() !== processor.idleThread) setTimer(processor.sliceTimer, monotonicNs() + SLICE_NS);
}

/** The next thread for this processor, or null. One that may not stay is sent on. */
function nextThread(processor: Processor): Thread | null {
  while (true) {
    const thread = processor.runQueue.pop() ?? steal(processor);
    if (thread === null || thread.mayRunOn(processor.index)) return thread;
    if (thread.registersOn !== 0) saveRegisters(processor);
    send(thread, placeAnew(thread));
  }
}

/** Stores the program registers that this processor still holds for a thread. */
function saveRegisters(processor: Processor): void {
  const owner = processor.registersOf;
  if (owner === null) return;
  saveVectorState(owner.vectorState);
  owner.fsBase = readFsBase();
  owner.registersOn = 0;
  processor.registersOf = null;
}

/** Loads a program thread's vector state and FS base where they are not there yet. Its area must be filled. */
export function loadRegisters(thread: Thread): void {
  const processor = thisProcessor();
  if (processor.registersOf === thread) return;
  saveRegisters(processor);
  restoreVectorState(thread.vectorState);
  writeFsBase(thread.fsBase);
  processor.registersOf = thread;
  thread.registersOn = processor.index + 1;
}

/**
 * Runs the next thread. Interrupts are off; the caller has put the running thread where it belongs.
 * @sleeps
 */
function switchToNext(): void {
  const previous = currentThread();
  const processor = thisProcessor();
  account(previous);
  processor.switchWanted = false;
  if (!processor.incoming.isEmpty) takeIncoming(processor);
  const next = nextThread(processor) ?? processor.idleThread!;
  if (!processor.runQueue.isEmpty && next !== processor.idleThread) {
    setTimer(processor.sliceTimer, monotonicNs() + SLICE_NS);
  }
  if (next === previous) return;
  if (next.vectorState !== 0) loadRegisters(next);
  previous.running = false;
  next.running = true;
  next.cpu = processor.index;
  processor.runningSince = rdtsc();
  setCurrentThread(next);
  switchStacks(pointerTo(previous.context), next.context);
  finishSwitch();
}

/**
 * What the newly running thread does for the one before it; also called first by a new thread.
 * @symbol osier_thread_started
 * @stack kernel
 */
export function finishSwitch(): void {
  const processor = thisProcessor();
  const gone = processor.departed;
  if (gone === null) return;
  processor.departed = null;
  destroyThread(gone);
}

/**
 * Lets others run; the caller stays runnable.
 * @sleeps
 */
export function yieldNow(): void {
  const on = disableInterrupts();
  const processor = thisProcessor();
  if (!processor.incoming.isEmpty) takeIncoming(processor);
  if (!processor.runQueue.isEmpty) giveWay(processor);
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
  if (processor.switchWanted && !processor.runQueue.isEmpty) giveWay(processor);
  else processor.switchWanted = false;
  restoreInterrupts(on);
}

/** @sleeps */
function giveWay(processor: Processor): void {
  const thread = currentThread();
  if (thread !== processor.idleThread) {
    thread.involuntarySwitches++;
    account(thread);
    processor.runQueue.push(thread);
  }
  switchToNext();
}

/**
 * Gives the processor up until `wake`. Interrupts are off and stay off.
 * @sleeps
 */
export function block(): void {
  const thread = currentThread();
  thread.voluntarySwitches++;
  while (thread.state === ThreadState.waiting) switchToNext();
}

/**
 * Makes a waiting thread runnable; a thread that is not waiting is left alone. False then.
 * @irq
 */
export function wake(thread: Thread): boolean {
  const on = disableInterrupts();
  const waiting = thread.state === ThreadState.waiting;
  if (waiting) {
    thread.state = ThreadState.runnable;
    thread.woken = true;
    if (!thread.running) send(thread, chooseProcessor(thread));
  }
  restoreInterrupts(on);
  return waiting;
}

/** Gives a runnable thread to a processor, this one or another. */
function send(thread: Thread, processor: Processor): void {
  setIdle(processor.index, false);
  if (processor.index === thisCpuIndex()) {
    processor.runQueue.push(thread);
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
  if (!thread.running || thread.cpu === thisCpuIndex()) return;
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
    const processor = thisProcessor();
    account(thread);
    processor.runQueue.push(thread);
    switchToNext();
  } else if (thread.running && !thread.mayRunOn(thread.cpu)) {
    processorAt(thread.cpu).switchWanted = true;
    nudge(thread);
  }
  restoreInterrupts(on);
}

/**
 * Makes a new thread runnable for the first time.
 * @irq
 */
export function startThread(thread: Thread): void {
  const on = disableInterrupts();
  thread.state = ThreadState.runnable;
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

/** Ends the running thread. */
export function exitThread(): never {
  disableInterrupts();
  const thread = currentThread();
  const processor = thisProcessor();
  thread.state = ThreadState.dead;
  processor.departed = thread;
  if (processor.registersOf === thread) processor.registersOf = null;
  switchToNext();
  unreachable();
}
