/** The frame of the system call under way, for the few calls that need more than their arguments: clone, sigreturn. */
import { kernelStackTop } from "../arch/x64/percpu.ts";
import type { TrapFrame } from "../arch/x64/trapframe.ts";

/** The running thread's frame: the entry pushes it at the top of the thread's kernel stack. */
export function syscallFrame(): TrapFrame {
  return ref<TrapFrame>(kernelStackTop - sizeOf<TrapFrame>());
}
