/**
 * Physical pages: the one page allocator of the machine, and references to pages.
 *
 * Addresses are physical. Pages come with undefined contents and one reference. When memory runs out, the registered
 * reclaimers (the page cache, 2 MiB pages of zeros) are asked to give pages up before an allocation fails.
 *
 * May be called from threads only, never from interrupt handlers.
 */

import { panic } from "../lib/panic.ts";
import { withheldPages } from "./balloon.ts";
import { PageAllocator } from "./buddy.ts";
import { PAGE_SIZE } from "./layout.ts";
import { physToVirt } from "./physmap.ts";

const allocator = new PageAllocator();

/** The allocator itself, for the boot sequence, the heap and tests. */
export function pageAllocator(): PageAllocator {
  return allocator;
}

/** Frees at least the given number of pages where it can; returns how many it freed. Must not allocate. */
type Reclaimer = FnPtr<(pages: u64) => u64>;
const MOST_RECLAIMERS: u32 = 8;
let reclaimers!: FixedArray<Reclaimer | null, 8>;
let reclaimerCount: u32 = 0;
let reclaiming = false;

/** Who gives up pages when memory runs short; those who were added first are asked first. */
export function addReclaimer(to: Reclaimer): void {
  if (reclaimerCount === MOST_RECLAIMERS) panic("mm: too many reclaimers");
  reclaimers[reclaimerCount] = to;
  reclaimerCount++;
}

/**
 * Asks for at least so many pages back; false when nothing could be given up.
 * @cold
 */
export function reclaimPages(pages: u64): boolean {
  return !reclaiming && reclaim(pages);
}
/** @depth 1 `reclaiming` */
function reclaim(pages: u64): boolean {
  reclaiming = true;
  let freed: u64 = 0;
  for (let i: u32 = 0; i < reclaimerCount && freed < pages; i++) {
    const from = reclaimers[i];
    if (from !== null) freed += from(pages - freed);
  }
  reclaiming = false;
  return freed > 0;
}

/** 2^order pages, contiguous and aligned to their size (order at most 10): physical address, 0 when out of memory. */
export function allocPages(order: u32): u64 {
  let phys = allocator.alloc(order);
  if (phys === 0 && order <= 10 && reclaimPages(u64(32) << u64(order))) phys = allocator.alloc(order);
  return phys;
}
/** Gives back what `allocPages` gave. A page that is free already is a panic. */
export function freePages(phys: u64, order: u32): void {
  allocator.free(phys, order);
}
/** One page; 0 when out of memory. */
export function allocPage(): u64 {
  return allocPages(0);
}
/** One page of zeros; 0 when out of memory. */
export function allocZeroedPage(): u64 {
  const phys = allocPages(0);
  if (phys !== 0) fillBytes(physToVirt(phys), 0, PAGE_SIZE);
  return phys;
}
/** Pages that programs may not take, so that the kernel can still answer when they have taken all else. */
export function kernelReserve(): u64 {
  return min(max(allocator.totalFrames / 128, 16), 256);
}
/** Whether programs have used up what they may have. */
export function memoryIsShort(): boolean {
  return allocator.freeFrames <= kernelReserve();
}
/**
 * Whether the kernel may make another object that a program asked for, of less than `pages` pages; reclaims what it can.
 * With pages to spare the program itself can still go on when it is refused one.
 */
export function hasRoomForObjects(pages: u64 = 0): boolean {
  if (allocator.freeFrames > kernelReserve() + pages) return true;
  reclaimPages(64 + pages);
  return allocator.freeFrames > kernelReserve() + pages;
}
/**
 * 2^order pages for the program or the page cache; 0 when only the kernel's reserve is left.
 * @inline never
 */
export function allocProgramPages(order: u32): u64 {
  return hasRoomForObjects() ? allocPages(order) : 0;
}
/** One such page. */
export function allocProgramPage(): u64 {
  return allocProgramPages(0);
}
/** One such page, of zeros. */
export function allocZeroedProgramPage(): u64 {
  const phys = allocProgramPages(0);
  if (phys !== 0) fillBytes(physToVirt(phys), 0, PAGE_SIZE);
  return phys;
}
/** Order of a 2 MiB page. */
export const LARGE_ORDER: u32 = 9;
/**
 * A 2 MiB page for the program, contents undefined; 0 when a quarter of memory would not be left: then 4 KiB pages serve,
 * which waste nothing. Never reclaims.
 */
export function allocLargePage(): u64 {
  if (allocator.freeFrames < allocator.totalFrames / 4 + (u64(1) << u64(LARGE_ORDER))) return 0;
  return allocator.alloc(LARGE_ORDER);
}
/** 2^order single pages in a row, contents undefined, each with one reference; 0 when there are none. Never reclaims. */
export function allocPageBlock(order: u32): u64 {
  const phys = allocator.alloc(order);
  if (phys !== 0) allocator.split(phys, order);
  return phys;
}
/** Whether there is so much memory left that pages may be handed out before they are asked for. */
export function memoryIsAmple(): boolean {
  return allocator.freeFrames >= allocator.totalFrames / 4;
}
/**
 * One page of zeros for a file that lives in memory alone; 0 when less than an eighth of memory would be left, so that
 * a full disk is an error to the writer and not the end of the program.
 */
export function allocZeroedFilePage(): u64 {
  const least = max(allocator.totalFrames / 8, kernelReserve() * 2);
  if (allocator.freeFrames <= least) {
    reclaimPages(64);
    if (allocator.freeFrames <= least) return 0;
  }
  return allocZeroedProgramPage();
}
/** Contiguous pages, not rounded up to a power of two; at most 1024. 0 when out of memory. */
export function allocRun(pages: u64): u64 {
  let phys = allocator.allocRun(pages);
  if (phys === 0 && reclaimPages(pages * 8)) phys = allocator.allocRun(pages);
  return phys;
}
export function freeRun(phys: u64): void {
  allocator.freeRun(phys);
}
/** Turns a block from `allocPages` into single pages, each with one reference of its own. */
export function splitPages(phys: u64, order: u32): void {
  allocator.split(phys, order);
}
/** One more reference to a page. Reserved pages (the boot module) are not counted and never freed. */
export function retainPage(phys: u64): void {
  allocator.retain(phys);
}
/** One reference less; the last one frees the page. */
export function releasePage(phys: u64): void {
  allocator.release(phys);
}
/** References to a page; 0 for reserved memory, which is shared by definition. */
export function pageReferences(phys: u64): u32 {
  return allocator.references(phys);
}
export function freePageCount(): u64 {
  return allocator.freeFrames;
}
/** Pages that the allocator was given: what the program can have at most, when the host gives all back. */
export function machinePageCount(): u64 {
  return allocator.totalFrames;
}
/** Pages that there are, free or not, without those that the host has taken back. */
export function totalPageCount(): u64 {
  return allocator.totalFrames - withheldPages();
}

/** Blocks of this size are told to the host when they are free. */
export const REPORTED_BYTES: u64 = 0x40_0000;

/** A free block of that size that the host has not been told of, which the caller has then; 0 when there is none. */
export function takeUnreportedBlock(): u64 {
  return allocator.takeUnreported();
}
/** Gives it back, told. */
export function giveReportedBlock(phys: u64): void {
  allocator.giveReported(phys);
}
