/**
 * Program stacks are mapped as they are touched (docs/contexts.md, "Lazy stacks"). Kernel code that runs on one, because the
 * program called it directly, makes sure of the page below before it turns interrupts off: a page fault could not be
 * resolved then. The compiler proves that it does, and with which of these.
 */
import { interruptsEnabled } from "./cpu.ts";

/**
 * Makes the page below the caller's frame present: for functions on program stacks alone, with interrupts on.
 * Written to, not read: a page that is only read may be shared and copied at the first write.
 * @touches always
 * @inline always
 */
export function touchStackBelow(): void {
  asm({ clobber: ["memory", "cc"] })`orq $0, (%rsp)
    orq $0, -4096(%rsp)`;
}

/**
 * The same for functions that may also run on kernel stacks, which have a guard below, or with interrupts off.
 * @touches tested
 * @inline always
 */
export function touchStackBelowIfNeeded(): void {
  if (isProgramStack() && interruptsEnabled()) touchStackBelow();
}

/** Program addresses are the lower half (ADR 4). */
function isProgramStack(): boolean {
  return i64(frameAddress()) >= 0;
}
