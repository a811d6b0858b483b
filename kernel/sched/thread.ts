/**
 * Threads.
 *
 * Every thread, of the kernel or of the program, has a kernel stack; a program thread also has an FS base and an area
 * for its vector state. A thread stands in at most one queue (run, incoming or wait queue, or none), linked through `next`.
 * The list of all threads changes under the kernel lock.
 *
 * Kernel code is not preempted: it gives the CPU up only where it sleeps. The timer preempts program code.
 */

import { initVectorState } from "../arch/x64/context.ts";
import { features } from "../arch/x64/features.ts";
import { kernelStackBottom, setKernelStack } from "../arch/x64/percpu.ts";
import { heapAlloc } from "../mm/heap.ts";
import { allocKernelStack, freeKernelStack } from "../mm/kernelmap.ts";
import type { WaitQueue } from "../sync/waitqueue.ts";

/** What `Thread.state` holds. */
export enum ThreadState {
  /** In a run queue, or running. */
  runnable = 0,
  /** About to sleep, but its processor has not left it yet: a wake-up need only say so. */
  waiting = 1,
  /** Asleep, with everything saved: a wake-up gives it to a processor. */
  parked = 2,
  /** Finished: its stack is freed by the next thread that runs. */
  dead = 3,
}

export const KERNEL_STACK_PAGES: u32 = 4;
export const KERNEL_STACK_SIZE: u64 = 16384;
const VECTOR_STATE_ALIGN: u64 = 64;

/**
 * Processors that use different ones share no cache line.
 * @align 64
 */
export class Thread {
  /** Saved kernel stack pointer while not running. */
  context: u64 = 0;
  stackBottom: u64 = 0;
  stackTop: u64 = 0;
  fsBase: u64 = 0;
  /** Address of the vector-state area; 0 for a thread that runs kernel code only. */
  vectorState: u64 = 0;
  /** A ThreadState. Who takes a thread out of its wait queue, and only that one, wakes it. */
  readonly state: Atomic<u32> = atomic<u32>(0);
  id: i32 = 0;
  name: string = "";
  next: Thread | null = null;
  previous: Thread | null = null;
  /** The processor that it runs on or in whose run queue it stands, or ran on last. */
  cpu: u32 = 0;
  /** Whether a processor has it just now: until its registers and stack pointer are saved. */
  readonly running: Atomic<boolean> = atomic<boolean>(false);
  /** The wait queue that it stands in; changed under that queue's lock. */
  waitingIn: WaitQueue | null = null;
  /** A bit for each processor that it may run on. */
  affinity: u64 = ~0;
  /** The processor whose registers still hold its vector state and FS base, plus one; 0 when they are in memory. */
  registersOn: u32 = 0;
  /** All threads, in order of creation. */
  nextOfAll: Thread | null = null;
  /** Set by a wake-up, so that a sleeper can tell it from its time limit. */
  woken: boolean = false;
  /** Weighted ticks that the thread has run: the run queue's order. */
  virtualRuntime: u64 = 0;
  /** Weight of one tick, in 1/1024; 1024 at nice 0. */
  runtimeScale: u64 = 1024;
  /** 1 to 99: it runs before every thread with less (SCHED_FIFO and SCHED_RR); 0: it shares fairly. */
  realtime: u32 = 0;
  /** A real-time thread that gives way to its equals at the end of a slice (SCHED_RR). */
  takesTurns: boolean = false;
  /** Ticks of the time-stamp counter that it has run. */
  runTicks: u64 = 0;
  voluntarySwitches: u64 = 0;
  involuntarySwitches: u64 = 0;
  /**
   * What upper rooms have to do before the thread goes back to the program: bits that they define. A switch away from the
   * thread adds `workOfSwitch`.
   */
  returnWork: u32 = 0;
  workOfSwitch: u32 = 0;
  /** What upper rooms hang on the thread (process/programthread.ts); 0 for a kernel thread. */
  program: u64 = 0;

  mayRunOn(cpu: u32): boolean {
    return ((this.affinity >> cpu) & 1) !== 0;
  }
  /** Whether another processor may take it over as it is. */
  mayMoveTo(cpu: u32): boolean {
    return (
      this.mayRunOn(cpu) &&
      !this.running.load("acquire") &&
      (this.registersOn === 0 || this.registersOn === cpu + 1)
    );
  }
}

let nextId: i32 = 1;
let allThreads: Thread | null = null;
let lastThread: Thread | null = null;

/** @percpu */
let current: Thread | null = null;

export function currentThread(): Thread {
  return current!;
}
export function setCurrentThread(thread: Thread): void {
  current = thread;
  setKernelStack(thread.stackBottom, thread.stackTop);
}
/** First of all living threads; follow `nextOfAll`. */
export function firstThread(): Thread | null {
  return allThreads;
}
export function findThread(id: i32): Thread | null {
  for (let t = allThreads; t !== null; t = t.nextOfAll) if (t.id === id) return t;
  return null;
}
/** The next thread number: program threads see it as their TID. */
export function allocThreadId(): i32 {
  return nextId++;
}

function register(thread: Thread): void {
  const last = lastThread;
  if (last === null) allThreads = thread;
  else last.nextOfAll = thread;
  lastThread = thread;
}

/** A thread with a kernel stack and no place in any queue yet; null when memory is short. */
export function newThread(id: i32, name: string): Thread | null {
  const top = allocKernelStack(KERNEL_STACK_PAGES);
  if (top === 0) return null;
  const thread = new Thread();
  thread.id = id;
  thread.name = name;
  thread.stackTop = top;
  thread.stackBottom = top - KERNEL_STACK_SIZE;
  register(thread);
  return thread;
}

/** Gives a thread the vector state that a new program starts with. False when memory is short. */
export function addVectorState(thread: Thread): boolean {
  const area = heapAlloc(features.stateSize, VECTOR_STATE_ALIGN);
  if (area === 0) return false;
  initVectorState(area);
  thread.vectorState = area;
  return true;
}

const bootThread = new Thread();

/** Makes the flow that boots the kernel the first thread, on the boot stack. */
export function adoptBootThread(): Thread {
  bootThread.stackBottom = linkerSymbol("boot_stack");
  bootThread.stackTop = linkerSymbol("boot_stack_top");
  bootThread.name = "main";
  bootThread.id = nextId++;
  bootThread.running.store(true);
  register(bootThread);
  setCurrentThread(bootThread);
  return bootThread;
}

/** Takes a dead thread out of the list and frees what it held. Never the running one. */
export function destroyThread(thread: Thread): void {
  let previous: Thread | null = null;
  for (let t = allThreads; t !== null; t = t.nextOfAll) {
    if (t === thread) {
      if (previous === null) allThreads = t.nextOfAll;
      else previous.nextOfAll = t.nextOfAll;
      if (lastThread === t) lastThread = previous;
      break;
    }
    previous = t;
  }
  if (thread === bootThread) return;
  if (thread.vectorState !== 0) free(ref<Thread>(thread.vectorState));
  freeKernelStack(thread.stackTop);
  free(thread);
}

/** True when fewer than `reserve` bytes of the running thread's kernel stack are left. */
export function kernelStackIsLow(reserve: u64): boolean {
  return frameAddress() < kernelStackBottom + reserve;
}
