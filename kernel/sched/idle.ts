/** What a processor does with nothing to do: it gives the kernel lock back and halts until an interrupt. */
import { prepareStack } from "../arch/x64/context.ts";
import { disableInterrupts, enableInterruptsAndHalt } from "../arch/x64/cpu.ts";
import { enterKernel, leaveKernel } from "../arch/x64/smp/kernellock.ts";
import { panic } from "../lib/panic.ts";
import { type Processor, setIdle, thisProcessor } from "./processor.ts";
import { yieldNow } from "./scheduler.ts";
import { newThread, type Thread } from "./thread.ts";

const NOT_FROM_PROGRAM: u32 = 1;

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

/** The idle thread's body: entered with the kernel lock held. */
export function idle(_argument: u64): void {
  const processor = thisProcessor();
  while (true) {
    disableInterrupts();
    yieldNow();
    if (processor.runQueue.isEmpty) rest(processor);
  }
}

/** Halts until there may be something to run. */
function rest(processor: Processor): void {
  setIdle(processor.index, true);
  leaveKernel(NOT_FROM_PROGRAM);
  // An interrupt that comes between the look and the halt ends the halt: STI takes effect after HLT has begun.
  while (processor.runQueue.isEmpty && processor.incoming.isEmpty) {
    enableInterruptsAndHalt();
    disableInterrupts();
  }
  enterKernel();
  setIdle(processor.index, false);
}
