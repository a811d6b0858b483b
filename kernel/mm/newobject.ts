/**
 * `new` and `free` of compiled code, over the heap. In a file of its own, since host programs have others
 * (lib/host/runtime.ts) and may still use the heap.
 *
 * `new` never fails: without memory for an object of its own the kernel panics. Code that can answer ENOMEM, and all
 * code that takes sizes from a program, uses `heapAlloc`.
 */
import { report } from "../lib/log.ts";
import { panic } from "../lib/panic.ts";
import { heapAlloc, heapFree } from "./heap.ts";
import { reportMemory } from "./report.ts";

/**
 * Memory for `new`, which the caller zeroes. Never 0.
 * @symbol __osier_new
 */
export function newObject(size: u64, align: u64): u64 {
  const address = heapAlloc(size, align);
  if (address === 0) endForWantOf(size);
  return address;
}
/**
 * @cold
 * @noreturn
 */
function endForWantOf(size: u64): never {
  report("\x01report-begin");
  reportMemory();
  report("\x01report-end");
  panic(`heap: out of memory: ${size} bytes for the kernel`);
}

/** @symbol __osier_free */
export function freeObject(address: u64): void {
  if (address !== 0) heapFree(address);
}
