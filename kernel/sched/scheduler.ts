/**
 * The scheduler: which thread runs next, and the switch to it.
 *
 * Fair by virtual runtime and tickless: a slice timer runs only while somebody else is waiting for the CPU. With
 * nothing to run the idle thread halts until an interrupt.
 *
 * Protocol: `block` needs interrupts off and the caller already in the queue that will wake it; `wake` may be called
 * from interrupt handlers. `needsSwitch` is looked at on the way back to program code.
 */
import {
  prepareFrame,
  prepareStack,
  readFsBase,
  restoreVectorState,
  saveVectorState,
  switchStacks,
  writeFsBase,
} from "../arch/x64/context.ts";
import { disableInterrupts, enableInterruptsAndHalt, rdtsc, restoreInterrupts } from "../arch/x64/cpu.ts";
import type { TrapFrame } from "../arch/x64/trapframe.ts";
import { panic } from "../lib/panic.ts";
import { monotonicNs } from "../time/clock.ts";
import { RunQueue } from "./runqueue.ts";
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
import { initTimers, setTimer, Timer } from "./timers.ts";

/** How long a thread may run while another waits. */
const SLICE_NS: u64 = 4000000;

const runQueue = new RunQueue();
const sliceTimer = new Timer();
let idleThread: Thread | null = null;
let switchWanted = false;
/** Time-stamp counter when the running thread got the CPU: times are kept in its ticks, which need no calibration. */
let runningSince: u64 = 0;
/** A thread that died on the stack it ran on; the next one to run frees it. */
let departed: Thread | null = null;

export function initScheduler(): void {
  adoptBootThread();
  runningSince = rdtsc();
  sliceTimer.onExpiry = (_argument) => {
    switchWanted = true;
  };
  initTimers();
}

/** True when the running program thread should call `yieldNow` before it goes on. */
export function needsSwitch(): boolean {
  return switchWanted;
}

function idle(_argument: u64): void {
  while (true) {
    disableInterrupts();
    if (runQueue.isEmpty) enableInterruptsAndHalt();
    else yieldNow();
  }
}

function idleOrCreate(): Thread {
  const existing = idleThread;
  if (existing !== null) return existing;
  const thread = newThread(0, "idle");
  if (thread === null) panic("no memory for the idle thread");
  thread.context = prepareStack(thread.stackTop, idle, 0);
  idleThread = thread;
  return thread;
}

/**
 * Adds the time since the last switch to the running thread.
 * @irq
 */
export function account(thread: Thread): void {
  const now = rdtsc();
  const ran = now - runningSince;
  runningSince = now;
  thread.runTicks += ran;
  thread.virtualRuntime += (ran * thread.runtimeScale) >> 10;
}

/**
 * Runs the next thread. Interrupts are off; the caller has put the running thread where it belongs.
 * @sleeps
 */
function switchToNext(): void {
  const previous = currentThread();
  account(previous);
  switchWanted = false;
  const next = runQueue.pop() ?? idleOrCreate();
  if (next === previous) return;
  if (!runQueue.isEmpty) setTimer(sliceTimer, monotonicNs() + SLICE_NS);
  if (previous.vectorState !== 0) {
    saveVectorState(previous.vectorState);
    previous.fsBase = readFsBase();
  }
  if (next.vectorState !== 0) {
    restoreVectorState(next.vectorState);
    writeFsBase(next.fsBase);
  }
  setCurrentThread(next);
  switchStacks(pointerTo(previous.context), next.context);
  finishSwitch();
}

/** What the newly running thread does for the one before it; also called first by a new thread. */
export function finishSwitch(): void {
  const gone = departed;
  if (gone === null) return;
  departed = null;
  destroyThread(gone);
}

/**
 * Lets others run; the caller stays runnable.
 * @sleeps
 */
export function yieldNow(): void {
  const on = disableInterrupts();
  const thread = currentThread();
  if (!runQueue.isEmpty) {
    thread.involuntarySwitches++;
    account(thread);
    if (thread !== idleThread) runQueue.push(thread);
    switchToNext();
  } else switchWanted = false;
  restoreInterrupts(on);
}

/**
 * Gives the CPU up until `wake`. Interrupts are off and stay off.
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
    if (thread !== currentThread()) enqueue(thread);
  }
  restoreInterrupts(on);
  return waiting;
}

function enqueue(thread: Thread): void {
  runQueue.push(thread);
  const running = currentThread();
  if (running !== idleThread && !sliceTimer.armed) setTimer(sliceTimer, monotonicNs() + SLICE_NS);
}

/**
 * Makes a new thread runnable for the first time.
 * @irq
 */
export function startThread(thread: Thread): void {
  const on = disableInterrupts();
  thread.state = ThreadState.runnable;
  enqueue(thread);
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
  thread.state = ThreadState.dead;
  departed = thread;
  switchToNext();
  unreachable();
}
