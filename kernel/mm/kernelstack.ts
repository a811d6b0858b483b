/**
 * Kernel stacks. Each has an unmapped page below it; a few freed ones are kept with their pages for the next thread.
 */
import { freeAreaPages, mapAreaPages, startOfPagesBelow } from "./kernelarea.ts";
import { PAGE_SIZE } from "./layout.ts";

/** Stands at the top of a freed stack that is kept. */
class KeptStack {
  next!: u64;
  bottom!: u64;
}
/** Tops of kept stacks.  */
let kept: u64 = 0;
let keptCount: u64 = 0;
const MOST_KEPT: u64 = 16;

function keptStack(top: u64): KeptStack {
  return ref<KeptStack>(top - sizeOf<KeptStack>());
}

/** A kernel stack of so many pages: its top address. 0 when out of memory. */
export function allocKernelStack(pages: u32): u64 {
  const size = u64(pages) * PAGE_SIZE;
  let after: u64 = 0;
  let top = kept;
  while (top !== 0) {
    const stack = keptStack(top);
    if (top - stack.bottom === size) {
      if (after === 0) kept = stack.next;
      else keptStack(after).next = stack.next;
      keptCount--;
      return top;
    }
    after = top;
    top = stack.next;
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
  const stack = keptStack(top);
  stack.next = kept;
  stack.bottom = bottom;
  kept = top;
  keptCount++;
}
