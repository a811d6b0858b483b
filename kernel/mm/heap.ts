/**
 * The kernel's heap: allocation that may fail. `new` and `free` of compiled code reach it through newobject.ts.
 *
 * Blocks of more than 4 MiB, and of more than a page where free memory lies scattered, are mapped page by page in the
 * kernel virtual area: they have no physical address. What a device reads comes from the page allocator.
 *
 * May be called from threads only, never from interrupt handlers.
 */
import { freeAreaPages, isInKernelArea, mapAreaPages } from "./kernelarea.ts";
import { PAGE_SIZE } from "./layout.ts";
import { pageAllocator, reclaimPages } from "./pages.ts";
import { Heap } from "./slab.ts";

/** What the page allocator gives in one piece. */
const LARGEST_RUN: u64 = 0x40_0000;

const heap = new Heap(pageAllocator());

/**
 * `size` bytes aligned to `align` (a power of two, at most 4096); contents undefined. 0 when out of memory.
 */
export function heapAlloc(size: u64, align: u64): u64 {
  const pages = size / PAGE_SIZE + ((size & (PAGE_SIZE - 1)) === 0 ? u64(0) : u64(1));
  if (size > LARGEST_RUN) return mapAreaPages(pages);
  let address = heap.alloc(size, align);
  if (address !== 0) return address;
  if (reclaimPages(32 + 2 * pages)) address = heap.alloc(size, align);
  // What is free may lie scattered.
  return address === 0 && size > PAGE_SIZE ? mapAreaPages(pages) : address;
}
export function heapFree(address: u64): void {
  if (isInKernelArea(address)) freeAreaPages(address);
  else heap.free(address);
}
/** Gives back memory that is kept for the next objects: how many pages. */
export function shrinkHeap(): u64 {
  return heap.shrink();
}
/** Bytes in use, objects in use, pages taken. */
export function heapUsage(): [u64, u64, u64] {
  return [heap.bytesUsed, heap.objects, heap.pagesUsed];
}
