/** For host tests: an arena that stands for physical memory, and the page allocator over it. */
import { tableBytes } from "./buddy.ts";
import { PAGE_SIZE, pageUp } from "./layout.ts";
import { pageAllocator } from "./pages.ts";
import { physToVirt, setHostArena } from "./physmap.ts";

/** Alignment of the arena, so that blocks are aligned in virtual memory as they are in physical. */
const ALIGN: u64 = 0x40_0000;

/** Makes the arena of `size` bytes, a multiple of a page, filled with rubbish; no range is given to the allocator yet. */
export function makeArena(size: u64): void {
  const memory = newArray<u8>(size + ALIGN);
  const base = (memory.ptr.addr + ALIGN - 1) & ~(ALIGN - 1);
  fillBytes(base, 0xa5, size);
  setHostArena(base);
}

/** An arena with all of its pages given to the allocator, but the first and those of the descriptors. */
export function makeMemory(size: u64): void {
  makeArena(size);
  const tables = pageUp(tableBytes(size));
  pageAllocator().init(physToVirt(PAGE_SIZE), size);
  pageAllocator().addRange(PAGE_SIZE + tables, size);
}
