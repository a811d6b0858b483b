/** What the scheduler knows of each processor. Changed under the kernel lock; `incoming` also without it. */
import { cpuAt, MAX_CPUS, thisCpuIndex } from "../arch/x64/smp/cpus.ts";
import { Incoming } from "./incoming.ts";
import { RunQueue } from "./runqueue.ts";
import type { Thread } from "./thread.ts";
import { Timer } from "./timers.ts";

export class Processor {
  index: u32 = 0;
  readonly runQueue: Embed<RunQueue> = new RunQueue();
  readonly incoming: Embed<Incoming> = new Incoming();
  readonly sliceTimer: Embed<Timer> = new Timer();
  idleThread: Thread | null = null;
  /** For how long it polls before it halts (idle.ts). */
  pollTicks: u64 = 0;
  /** 1 while it idles and looks at `incoming` by itself: no interrupt is needed then. */
  readonly polling: Atomic<u32> = atomic<u32>(0);
  /** The running thread should give way before it goes on in the program. */
  switchWanted: boolean = false;
  /** Time-stamp counter when the running thread got it: times are kept in its ticks, which need no calibration. */
  runningSince: u64 = 0;
  /** A thread that died on the stack it ran on; the next one to run frees it. */
  departed: Thread | null = null;
  /** Whose vector state and FS base the registers hold, running or not. */
  registersOf: Thread | null = null;

  get apicId(): u32 {
    return cpuAt(this.index).apicId;
  }
}

const first = new Processor();
let all!: FixedArray<Processor | null, 64>;
/** A bit for each processor that idles and has not been sent a thread yet. */
let idle: u64 = 0;

/** @percpu */
let mine: Processor | null = null;

export function thisProcessor(): Processor {
  return mine!;
}
export function processorAt(index: u32): Processor {
  return all[index]!;
}
export function adoptFirstProcessor(): Processor {
  all[0] = first;
  mine = first;
  return first;
}
export function addProcessor(index: u32): Processor {
  const processor = new Processor();
  processor.index = index;
  if (index < MAX_CPUS) all[index] = processor;
  return processor;
}
/** Called on the new processor itself. */
export function adoptThisProcessor(): Processor {
  const processor = all[thisCpuIndex()]!;
  mine = processor;
  return processor;
}

export function idleProcessors(): u64 {
  return idle;
}
export function setIdle(index: u32, is: boolean): void {
  const bit = u64(1) << u64(index);
  idle = is ? idle | bit : idle & ~bit;
}
