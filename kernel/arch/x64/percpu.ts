/**
 * Per-CPU variables that assembly code reaches.
 *
 * A `@percpu` variable is accessed GS-relative at its own link address; the GS base is the distance from the linked
 * template (.percpu) to this CPU's copy, so the first CPU, which uses the template itself, runs with base 0. The copies
 * of the others begin as zeros: a per-CPU variable has no other initial value.
 */

/**
 * The distance itself, for code that needs a plain address of a per-CPU variable.
 * @percpu
 * @symbol __percpu_delta
 */
export let percpuDelta: u64 = 0;
export function setPercpuDelta(delta: u64): void {
  percpuDelta = delta;
}

/**
 * The kernel stack of the running thread: `[bottom, top)`.
 * @percpu
 */
export let kernelStackBottom: u64 = 0;
/** @percpu */
export let kernelStackTop: u64 = 0;
/**
 * Where the system-call entry parks the program's stack pointer.
 * @percpu
 */
export let programStackPointer: u64 = 0;

export function setKernelStack(bottom: u64, top: u64): void {
  kernelStackBottom = bottom;
  kernelStackTop = top;
}
export function isOnKernelStack(address: u64): boolean {
  return address > kernelStackBottom && address <= kernelStackTop;
}
