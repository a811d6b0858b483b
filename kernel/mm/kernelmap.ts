/**
 * The kernel's half of the page tables, the same in every address space.
 *
 * W^X: the image's code is executable and read-only, its constants read-only, its data writable; the direct map is
 * never executable, and read-only where it shows the image's code and constants. The low identity map of the boot
 * tables is gone.
 *
 * The kernel virtual area is handed out from the bottom up. Kernel stacks have an unmapped page below them; freed ones
 * keep their address range, and a few keep their pages, for the next thread.
 */
import { writeCr3 } from "../arch/x64/cpu.ts";
import { features } from "../arch/x64/features.ts";
import { deviceEntry, entryAddress, kernelEntry, levelShift } from "../arch/x64/pte.ts";
import { panic } from "../lib/panic.ts";
import {
  KERNEL_AREA_END,
  KERNEL_AREA_START,
  KERNEL_BASE,
  LARGE_PAGE_SIZE,
  PAGE_SIZE,
  pageDown,
  pageUp,
} from "./layout.ts";
import { allocPage, freePages } from "./pages.ts";
import { PageTable } from "./pagetable.ts";
import { physToVirt } from "./physmap.ts";
import type { RangeSet } from "./regions.ts";
import { flushPage } from "./tlb.ts";

const table = new PageTable();
let nextArea: u64 = KERNEL_AREA_START;

/** Root of the tables, which the program's half shares. */
export function kernelTableRoot(): u64 {
  return table.root;
}

/**
 * Builds the tables and switches to them. `memory` is what the direct map shows; parts of 2 MiB pages that the map
 * says nothing about are shown along. The page allocator must have memory below 4 GiB, where the boot tables reach.
 */
export function init(memory: RangeSet): void {
  if (!table.init()) panic("mm: no memory for the kernel's page tables");
  mapImage(linkerSymbol("__text_start"), linkerSymbol("__text_end"), false, true);
  mapImage(linkerSymbol("__rodata_start"), linkerSymbol("__rodata_end"), false, false);
  mapImage(linkerSymbol("__data_start"), linkerSymbol("__kernel_end"), true, false);
  for (let i: u64 = 0; i < memory.count; i++) mapDirect(memory, memory.at(i).start, memory.at(i).end);
  // The top-level entry exists from the start, so that later address spaces can share it.
  if (table.ensureEntry(KERNEL_AREA_START, 0) === null) panic("mm: no memory for the kernel's page tables");
  writeCr3(table.root);
}

function mapImage(start: u64, end: u64, writable: boolean, executable: boolean): void {
  for (let at = start; at < end; at += PAGE_SIZE)
    put(at, kernelEntry(at - KERNEL_BASE, writable, executable, 0), 0);
}

function put(virt: u64, entry: u64, level: u64): void {
  const slot = table.ensureEntry(virt, level);
  if (slot === null) panic("mm: no memory for the kernel's page tables");
  slot[0] = entry;
}

/** Maps [start, end), in the largest pages that hold no part of the image's read-only memory. */
function mapDirect(memory: RangeSet, start: u64, end: u64): void {
  const constantStart = linkerSymbol("__kernel_start") - KERNEL_BASE;
  const constantEnd = linkerSymbol("__rodata_end") - KERNEL_BASE;
  const gigabyte: u64 = u64(1) << levelShift(2);
  let at = start & ~(LARGE_PAGE_SIZE - 1);
  while (at < end) {
    if (
      features.gigabytePages &&
      (at & (gigabyte - 1)) === 0 &&
      memory.contains(at, at + gigabyte) &&
      at >= constantEnd
    ) {
      put(physToVirt(at), kernelEntry(at, true, false, 2), 2);
      at += gigabyte;
      continue;
    }
    if (at < constantEnd && constantStart < at + LARGE_PAGE_SIZE) {
      for (let page = at; page < at + LARGE_PAGE_SIZE; page += PAGE_SIZE) {
        const constant = page >= constantStart && page < constantEnd;
        put(physToVirt(page), kernelEntry(page, !constant, false, 0), 0);
      }
    } else {
      put(physToVirt(at), kernelEntry(at, true, false, 1), 1);
    }
    at += LARGE_PAGE_SIZE;
  }
}

/** Addresses from the kernel virtual area, with an unmapped page below them. 0 when it is used up. */
function takeArea(size: u64): u64 {
  const start = nextArea + PAGE_SIZE;
  if (size > KERNEL_AREA_END - start) return 0;
  nextArea = start + size;
  return start;
}

/** Device registers at physical [phys, phys + length), uncached, for good: their virtual address; 0 when out of memory. */
export function mapDevice(phys: u64, length: u64): u64 {
  const first = pageDown(phys);
  const size = pageUp(phys + length) - first;
  const area = takeArea(size);
  if (area === 0) return 0;
  for (let at: u64 = 0; at < size; at += PAGE_SIZE) {
    const slot = table.ensureEntry(area + at, 0);
    if (slot === null) return 0;
    slot[0] = deviceEntry(first + at);
  }
  return area + (phys - first);
}

/** Stands at the top of a free stack's memory, or of an address range whose pages were given back. */
class FreeStack {
  next!: u64;
  pages!: u64;
}
/** Tops of freed stacks that keep their pages. */
let cachedStacks: u64 = 0;
let cachedCount: u64 = 0;
const MOST_CACHED: u64 = 16;
/** Freed address ranges, each an object of the heap. */
class FreeArea {
  top: u64 = 0;
  pages: u32 = 0;
  next: FreeArea | null = null;
}
let freeAreas: FreeArea | null = null;

/** A kernel stack: its top address, with an unmapped page below its bottom. 0 when out of memory. */
export function allocKernelStack(pages: u32): u64 {
  let above: u64 = 0;
  for (let top = cachedStacks; top !== 0; ) {
    const stack = freeStackAt(top);
    if (stack.pages === u64(pages)) {
      if (above === 0) cachedStacks = stack.next;
      else freeStackAt(above).next = stack.next;
      cachedCount--;
      return top;
    }
    above = top;
    top = stack.next;
  }
  const top = takeStackArea(pages);
  if (top === 0) return 0;
  const bottom = top - u64(pages) * PAGE_SIZE;
  for (let at = bottom; at < top; at += PAGE_SIZE) {
    const slot = table.ensureEntry(at, 0);
    const phys: u64 = slot === null ? 0 : allocPage();
    if (slot === null || phys === 0) {
      giveUpStack(bottom, at, top, pages);
      return 0;
    }
    slot[0] = kernelEntry(phys, true, false, 0);
  }
  return top;
}

/** Gives back a stack of KERNEL_STACK_PAGES-like size; nobody may run on it. */
export function freeKernelStack(top: u64): void {
  const pages = stackPages(top);
  if (cachedCount < MOST_CACHED) {
    const stack = freeStackAt(top);
    stack.next = cachedStacks;
    stack.pages = u64(pages);
    cachedStacks = top;
    cachedCount++;
    return;
  }
  giveUpStack(top - u64(pages) * PAGE_SIZE, top, top, pages);
}

function freeStackAt(top: u64): FreeStack {
  return ref<FreeStack>(top - sizeOf<FreeStack>());
}

/** How many pages are mapped below `top`, down to the guard page. */
function stackPages(top: u64): u32 {
  let pages: u32 = 0;
  while (true) {
    const entry = table.entry(top - u64(pages + 1) * PAGE_SIZE);
    if (entry === null || entry[0] === 0) return pages;
    pages++;
  }
}

function takeStackArea(pages: u32): u64 {
  let previous: FreeArea | null = null;
  let area = freeAreas;
  while (area !== null) {
    if (area.pages === pages) {
      if (previous === null) freeAreas = area.next;
      else previous.next = area.next;
      const top = area.top;
      free(area);
      return top;
    }
    previous = area;
    area = area.next;
  }
  const start = takeArea(u64(pages) * PAGE_SIZE);
  return start === 0 ? 0 : start + u64(pages) * PAGE_SIZE;
}

/** Frees the pages of [bottom, mappedEnd) and keeps the address range for later. */
function giveUpStack(bottom: u64, mappedEnd: u64, top: u64, pages: u32): void {
  for (let at = bottom; at < mappedEnd; at += PAGE_SIZE) {
    const slot = table.entry(at);
    if (slot === null) continue;
    const phys = entryAddress(slot[0]);
    slot[0] = 0;
    flushPage(at);
    freePages(phys, 0);
  }
  const area = new FreeArea();
  area.top = top;
  area.pages = pages;
  area.next = freeAreas;
  freeAreas = area;
}
