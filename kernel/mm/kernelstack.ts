/**
 * Kernel stacks. Each has an unmapped page below it; a few freed ones are kept with their pages for the next thread.
 */
import { freeAreaPages, mapAreaPages, startOfPagesBelow } from "./kernelarea.ts";
import { PAGE_SIZE } from "./layout.ts";

const MOST_KEPT: u64 = 16;
/** Tops of kept stacks, and their bytes. */
let keptTops!: FixedArray<u64, 16>;
let keptSizes!: FixedArray<u64, 16>;
let keptCount: u64 = 0;

/** A kernel stack of so many pages: its top address. 0 when out of memory. */
export function allocKernelStack(pages: u32): u64 {
  const size = u64(pages) * PAGE_SIZE;
  for (let i = keptCount; i > 0; i--) {
    if (keptSizes[i - 1] !== size) continue;
    const top = keptTops[i - 1];
    keptCount--;
    keptTops[i - 1] = keptTops[keptCount];
    keptSizes[i - 1] = keptSizes[keptCount];
    return top;
  }
  const bottom = mapAreaPages(u64(pages));
  return bottom === 0 ? 0 : bottom + size;
}

/** Gives back a stack; nobody may run on it. */
export function freeKernelStack(top: u64): void {
  const bottom = startOfPagesBelow(top);
  if (keptCount === MOST_KEPT) {
    freeAreaPages(bottom);
    return;
  }
  keptTops[keptCount] = top;
  keptSizes[keptCount] = top - bottom;
  keptCount++;
}
