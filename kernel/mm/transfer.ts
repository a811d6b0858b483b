/**
 * Copies between pages that the kernel holds and the program's buffers.
 *
 * A long one gives the kernel lock back meanwhile, so that readers and writers of different files do not wait for one
 * another's copies. The caller must be where it could sleep, and hold a reference to the page on the kernel's side.
 * A buffer that another thread unmaps meanwhile ends the copy early.
 */
import { copyOrFault } from "../arch/x64/copy.ts";
import { enableInterrupts, turnOffInterrupts } from "../arch/x64/cpu.ts";
import { onlineCount } from "../arch/x64/smp/cpus.ts";
import { Entry, enterKernel, leaveKernel } from "../arch/x64/smp/kernellock.ts";

/** Shorter copies take less time than the lock's way out and back. */
const LONG: u64 = 1024;

/**
 * Copies `n` bytes; how many were not copied, because the program's memory was taken away.
 * @faults
 */
export function transfer(to: u64, from: u64, n: u64): u64 {
  if (TARGET.host) {
    copyBytes(to, from, n);
    return 0;
  }
  if (n < LONG || onlineCount() === 1) return copyOrFault(to, from, n);
  turnOffInterrupts();
  leaveKernel(Entry.program); // the program's memory is in use, as in the program
  enableInterrupts();
  const left = copyOrFault(to, from, n);
  turnOffInterrupts();
  enterKernel();
  enableInterrupts();
  return left;
}
