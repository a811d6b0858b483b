/**
 * What the scheduler knows of each processor. All of it belongs to the processor itself, with interrupts off, but for:
 * `runQueue` and the accounting of the running thread, which change under `lock`; `incoming`, which others push to; the
 * mask of idle processors, `switchWanted`, `realtime` and `polling`, which are single words.
 */
import { cpuAt, MAX_CPUS, thisCpuIndex } from "../arch/x64/smp/cpus.ts";
import { SpinLock } from "../arch/x64/smp/spinlock.ts";
import { Incoming } from "./incoming.ts";
import { RunQueue } from "./runqueue.ts";
import type { Thread } from "./thread.ts";
import { Timer } from "./timers.ts";

export class Processor {
  index: u32 = 0;
  /** Held for `runQueue`, into which thieves look, and while time is added to the running thread. */
  readonly lock: Embed<SpinLock> = new SpinLock();
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
  /** It should because its slice is over. */
  sliceIsOver: boolean = false;
  /** `Thread.realtime` of the running thread: others look at it. */
  realtime: u32 = 0;
  /** Time-stamp counter when the running thread got it: times are kept in its ticks, which need no calibration. */
  runningSince: u64 = 0;
  /** During a switch: the thread that ran before, and what becomes of it (`Leaving`). */
  previous: Thread | null = null;
  leaving: u32 = 0;
  /** Whose vector state and FS base the registers hold, running or not. */
  registersOf: Thread | null = null;

  get apicId(): u32 {
    return cpuAt(this.index).apicId;
  }
}

const first = new Processor();
let all!: FixedArray<Processor | null, 64>;
/** A bit for each processor that idles and has not been sent a thread yet. */
let idle: Atomic<u64> = atomic<u64>(0);

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
  return idle.load("relaxed");
}
export function setIdle(index: u32, is: boolean): void {
  const bit = u64(1) << u64(index);
  if (is) idle.or(bit);
  else if ((idle.load("relaxed") & bit) !== 0) idle.and(~bit);
}
