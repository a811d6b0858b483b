/**
 * The kernel virtual area: ranges of addresses that are mapped page by page. Device registers, kernel stacks, and
 * blocks of memory that are too large to be found in one piece.
 *
 * Below every range lies an unmapped page, so that a stack or block that is run over faults. Ranges are taken from the
 * bottom up; freed ones are used again. Device ranges are never freed.
 */
import { KERNEL_AREA_SIZE, kernelArea } from "../arch/x64/addresses.ts";
import { areaEntry, deviceEntry, entryAddress, holdsPage } from "../arch/x64/pte.ts";
import { panic } from "../lib/panic.ts";
import { kernelTable } from "./kerneltable.ts";
import { PAGE_SIZE, pageDown, pageUp } from "./layout.ts";
import { allocPage, freePageCount, freePages, kernelReserve, reclaimPages } from "./pages.ts";
import { flushKernelPage } from "./tlb.ts";

/** A freed range, without its guard page; they stand in order of address. */
class FreeRange {
  start: u64 = 0;
  pages: u64 = 0;
  next: FreeRange | null = null;
}
let freeRanges: FreeRange | null = null;
/** Bytes from the area's start that have been given out. */
let used: u64 = 0;

export function isInKernelArea(address: u64): boolean {
  return address >= kernelArea && address < kernelArea + KERNEL_AREA_SIZE;
}

/** Addresses for so many pages, nothing mapped; 0 when the area is used up. */
function takeRange(pages: u64): u64 {
  let previous: FreeRange | null = null;
  for (let range = freeRanges; range !== null; range = range.next) {
    // A longer range leaves its upper part, whose guard is the page in between.
    if (range.pages === pages || range.pages > pages + 1) {
      const start = range.start;
      if (range.pages === pages) {
        if (previous === null) freeRanges = range.next;
        else previous.next = range.next;
        free(range);
      } else {
        range.start += (pages + 1) * PAGE_SIZE;
        range.pages -= pages + 1;
      }
      return start;
    }
    previous = range;
  }
  const start = used + PAGE_SIZE;
  if (pages > (KERNEL_AREA_SIZE - start) / PAGE_SIZE) return 0;
  used = start + pages * PAGE_SIZE;
  return kernelArea + start;
}

/** Puts a range back in order of address, joined to free neighbours across their guard pages. */
function giveRange(start: u64, pages: u64): void {
  let before: FreeRange | null = null;
  let after = freeRanges;
  while (after !== null && after.start < start) {
    before = after;
    after = after.next;
  }
  let range: FreeRange;
  if (before !== null && endOf(before) === start) {
    range = before;
    range.pages += pages + 1;
  } else {
    range = new FreeRange();
    range.start = start;
    range.pages = pages;
    range.next = after;
    if (before === null) freeRanges = range;
    else before.next = range;
  }
  if (after !== null && endOf(range) === after.start) {
    range.pages += after.pages + 1;
    range.next = after.next;
    free(after);
  }
}

/** Where the next range would start: behind this one and a guard page. */
function endOf(range: FreeRange): u64 {
  return range.start + (range.pages + 1) * PAGE_SIZE;
}

/** Device registers at physical [phys, phys + length), uncached, for good: their virtual address; 0 when out of memory. */
export function mapDevice(phys: u64, length: u64): u64 {
  const first = pageDown(phys);
  const size = pageUp(phys + length) - first;
  const start = takeRange(size / PAGE_SIZE);
  if (start === 0) return 0;
  for (let at: u64 = 0; at < size; at += PAGE_SIZE) {
    const entry = kernelTable.ensureEntry(start + at, 0);
    if (entry === null) return 0;
    entry[0] = deviceEntry(first + at);
  }
  return start + (phys - first);
}

/**
 * So many pages of memory at consecutive addresses, contents undefined. 0 when out of memory: half of the kernel's
 * reserve is left alone, so that what a program asks for (threads, tables) cannot use it up.
 * @depth 1 its own records are small: the heap has them in slabs
 */
export function mapAreaPages(pages: u64): u64 {
  const needed = pages + kernelReserve() / 2;
  if (needed > freePageCount()) reclaimPages(needed);
  if (pages === 0 || needed < pages || needed > freePageCount()) return 0;
  const start = takeRange(pages);
  if (start === 0) return 0;
  for (let i: u64 = 0; i < pages; i++) {
    const entry = kernelTable.ensureEntry(start + i * PAGE_SIZE, 0);
    const phys: u64 = entry === null ? 0 : allocPage();
    if (entry === null || phys === 0) {
      unmapRange(start, i);
      giveRange(start, pages);
      return 0;
    }
    entry[0] = areaEntry(phys);
  }
  return start;
}

/**
 * Gives back what `mapAreaPages` gave.
 * @depth 1 as `mapAreaPages`
 */
export function freeAreaPages(start: u64): void {
  const pages = mappedPages(start);
  if (pages === 0) panic(`mm: ${hex(start)} freed, where nothing is mapped`);
  unmapRange(start, pages);
  giveRange(start, pages);
}

/** Takes the pages of a range out and keeps its addresses: how many pages. Allocates nothing. */
export function emptyAreaRange(start: u64): u64 {
  const pages = mappedPages(start);
  unmapRange(start, pages);
  return pages;
}
/** Gives back the addresses of a range that is empty. */
export function freeEmptyRange(start: u64, pages: u64): void {
  giveRange(start, pages);
}

function unmapRange(start: u64, pages: u64): void {
  for (let i: u64 = 0; i < pages; i++) {
    const entry = kernelTable.entry(start + i * PAGE_SIZE);
    if (entry === null) continue;
    const phys = entryAddress(entry[0]);
    entry[0] = 0;
    flushKernelPage(start + i * PAGE_SIZE);
    freePages(phys, 0);
  }
}

/** Where the mapped pages below `top` begin: behind the guard page. */
export function startOfPagesBelow(top: u64): u64 {
  let start = top;
  while (true) {
    const entry = kernelTable.entry(start - PAGE_SIZE);
    if (entry === null || !holdsPage(entry[0])) return start;
    start -= PAGE_SIZE;
  }
}

/** How many pages are mapped from `start` up to the next guard page. */
function mappedPages(start: u64): u64 {
  let pages: u64 = 0;
  while (true) {
    const entry = kernelTable.entry(start + pages * PAGE_SIZE);
    if (entry === null || !holdsPage(entry[0])) return pages;
    pages++;
  }
}
