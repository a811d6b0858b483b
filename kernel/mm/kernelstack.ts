/**
 * Kernel stacks. Each has an unmapped page below it; a few freed ones are kept with their pages for the next thread, until
 * memory runs short. Then their addresses alone are kept: giving those back takes memory.
 */
import {
  emptyAreaRange,
  freeAreaPages,
  freeEmptyRange,
  mapAreaPages,
  startOfPagesBelow,
} from "./kernelarea.ts";
import { PAGE_SIZE } from "./layout.ts";

const MOST_KEPT: u64 = 16;
/** Tops of kept stacks, and their bytes. */
let keptTops!: FixedArray<u64, 16>;
let keptSizes!: FixedArray<u64, 16>;
let isEmpty!: FixedArray<boolean, 16>;
let keptCount: u64 = 0;
let stackPages: u64 = 0;

/** Pages of all stacks, kept ones included. */
export function kernelStackPages(): u64 {
  return stackPages;
}

function forget(index: u64): void {
  keptCount--;
  keptTops[index] = keptTops[keptCount];
  keptSizes[index] = keptSizes[keptCount];
  isEmpty[index] = isEmpty[keptCount];
}

/** A kernel stack of so many pages: its top address. 0 when out of memory. */
export function allocKernelStack(pages: u32): u64 {
  const size = u64(pages) * PAGE_SIZE;
  for (let i = keptCount; i > 0; i--) {
    const top = keptTops[i - 1];
    if (isEmpty[i - 1]) {
      freeEmptyRange(top - keptSizes[i - 1], keptSizes[i - 1] / PAGE_SIZE);
      forget(i - 1);
    } else if (keptSizes[i - 1] === size) {
      forget(i - 1);
      return top;
    }
  }
  const bottom = mapAreaPages(u64(pages));
  if (bottom === 0) return 0;
  stackPages += u64(pages);
  return bottom + size;
}

/** Gives back a stack; nobody may run on it. */
export function freeKernelStack(top: u64): void {
  const bottom = startOfPagesBelow(top);
  if (keptCount === MOST_KEPT) {
    stackPages -= (top - bottom) / PAGE_SIZE;
    freeAreaPages(bottom);
    return;
  }
  keptTops[keptCount] = top;
  keptSizes[keptCount] = top - bottom;
  isEmpty[keptCount] = false;
  keptCount++;
}

/** Frees the pages of kept stacks: how many. Allocates nothing. */
export function shrinkKernelStacks(): u64 {
  let freed: u64 = 0;
  for (let i: u64 = 0; i < keptCount; i++) {
    if (isEmpty[i]) continue;
    freed += emptyAreaRange(keptTops[i] - keptSizes[i]);
    isEmpty[i] = true;
  }
  stackPages -= freed;
  return freed;
}
