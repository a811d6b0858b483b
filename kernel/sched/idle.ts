/** What a processor does with nothing to do: it waits without the kernel lock, halted for the most part. */
import { prepareStack } from "../arch/x64/context.ts";
import { enableInterrupts, enableInterruptsAndHalt, rdtsc, turnOffInterrupts } from "../arch/x64/cpu.ts";
import { onlineCount } from "../arch/x64/smp/cpus.ts";
import { Entry, leaveKernel } from "../arch/x64/smp/kernellock.ts";
import { panic } from "../lib/panic.ts";
import { type Processor, setIdle, thisProcessor } from "./processor.ts";
import { yieldNow } from "./scheduler.ts";
import { newThread, type Thread } from "./thread.ts";

/** The idle thread of a processor, which never stands in a run queue; null when memory is short. */
export function newIdleThread(processor: Processor): Thread | null {
  const thread = newThread(0, "idle");
  if (thread === null) return null;
  thread.context = prepareStack(thread.stackTop, idle, 0);
  thread.cpu = processor.index;
  processor.idleThread = thread;
  return thread;
}
/** The first processor's: called before anything sleeps. */
export function initIdle(): void {
  if (newIdleThread(thisProcessor()) === null) panic("no memory for the idle thread");
}

/** The idle thread's body: entered with the kernel lock held, which it gives back. */
export function idle(_argument: u64): void {
  const processor = thisProcessor();
  turnOffInterrupts();
  leaveKernel(Entry.kernel);
  while (true) {
    yieldNow();
    if (processor.runQueue.isEmpty) rest(processor);
  }
}

/**
 * Waits until there may be something to run: polls for a moment where that has paid off lately, then halts.
 *
 * Polling follows how long the waits last. One that ends within LONGEST_POLL lets the next poll that long; one that
 * lasts longer ends polling until short waits return. So threads that hand work to and fro between processors save the
 * interrupt and the way out of the halt, and a processor that is idle halts.
 */
function rest(processor: Processor): void {
  setIdle(processor.index, true);
  const start = rdtsc();
  if (processor.pollTicks > 0 && onlineCount() > 1) poll(processor, start);
  // An interrupt that comes between the look and the halt ends the halt: STI takes effect after HLT has begun.
  while (processor.runQueue.isEmpty && processor.incoming.isEmptyNow()) {
    enableInterruptsAndHalt();
    turnOffInterrupts();
  }
  processor.pollTicks = rdtsc() - start <= LONGEST_POLL ? LONGEST_POLL : 0;
  setIdle(processor.index, false);
}

/** Ticks of the time-stamp counter: some tens of microseconds. */
const LONGEST_POLL: u64 = 100_000;
const LOOKS_BETWEEN_HINTS: u32 = 32;

/** Interrupts are on meanwhile, and off again at the end. */
function poll(processor: Processor, start: u64): void {
  processor.polling.store(1);
  enableInterrupts();
  let looks: u32 = 0;
  while (processor.incoming.isEmpty && processor.runQueue.isEmpty) {
    looks++;
    if (looks % LOOKS_BETWEEN_HINTS !== 0) continue;
    spinHint();
    if (rdtsc() - start > processor.pollTicks) break;
  }
  turnOffInterrupts();
  processor.polling.store(0);
}
