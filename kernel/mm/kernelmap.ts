/**
 * The kernel's half of the page tables, the same in every address space.
 *
 * W^X: the image's code is executable and read-only, its constants read-only, its data writable; the direct map is
 * never executable, and read-only where it shows the image's code and constants. The low identity map of the boot
 * tables is gone.
 * What is mapped in the kernel virtual area is kernelarea.ts's business.
 */
import { kernelArea } from "../arch/x64/addresses.ts";
import { writeCr3 } from "../arch/x64/cpu.ts";
import { features } from "../arch/x64/features.ts";
import { ENTRIES, kernelEntry, levelShift, tableIndex } from "../arch/x64/pte.ts";
import { panic } from "../lib/panic.ts";
import { kernelTable } from "./kerneltable.ts";
import { LARGE_PAGE_SIZE, PAGE_SIZE } from "./layout.ts";
import { physToVirt, virtToPhys } from "./physmap.ts";
import type { RangeSet } from "./regions.ts";

export { mapDevice } from "./kernelarea.ts";
export { allocKernelStack, freeKernelStack } from "./kernelstack.ts";

/** Root of the tables, which the program's half shares. */
export function kernelTableRoot(): u64 {
  return kernelTable.root;
}

/**
 * Builds the tables and switches to them. `memory` is what the direct map shows; parts of 2 MiB pages that the map
 * says nothing about are shown along. The page allocator must have memory below 4 GiB, where the boot tables reach.
 */
export function init(memory: RangeSet): void {
  if (!kernelTable.init()) panic("mm: no memory for the kernel's page tables");
  mapImage(linkerSymbol("__text_start"), linkerSymbol("__text_end"), false, true);
  mapImage(linkerSymbol("__rodata_start"), linkerSymbol("__rodata_end"), false, false);
  mapImage(linkerSymbol("__data_start"), linkerSymbol("__kernel_end"), true, false);
  const guard = kernelTable.entry(linkerSymbol("__boot_stack_guard"));
  if (guard !== null) guard[0] = 0;
  for (let i: u64 = 0; i < memory.count; i++) mapDirect(memory, memory.at(i).start, memory.at(i).end);
  // The top-level entry exists from the start, so that later address spaces can share it.
  if (kernelTable.ensureEntry(kernelArea, 0) === null) panic("mm: no memory for the kernel's page tables");
  writeCr3(kernelTable.root);
}

function mapImage(start: u64, end: u64, writable: boolean, executable: boolean): void {
  fill(start, (end - start) / PAGE_SIZE, kernelEntry(virtToPhys(start), writable, executable, 0), 0);
}

/** Writes entries for `count` consecutive pages of a level's size; `first` is the first one's entry. */
function fill(virt: u64, count: u64, first: u64, level: u64): void {
  const shift = levelShift(level);
  let done: u64 = 0;
  while (done < count) {
    const at = virt + (done << shift);
    const slots = kernelTable.ensureEntry(at, level);
    if (slots === null) panic("mm: no memory for the kernel's page tables");
    const n = min(ENTRIES - tableIndex(at, level), count - done);
    for (let i: u64 = 0; i < n; i++) slots[i] = first + ((done + i) << shift);
    done += n;
  }
}

/** Maps [start, end), in the largest pages that hold no part of the image's read-only memory. */
function mapDirect(memory: RangeSet, start: u64, end: u64): void {
  const constantStart = virtToPhys(linkerSymbol("__kernel_start"));
  const constantEnd = virtToPhys(linkerSymbol("__rodata_end"));
  const gigabyte: u64 = u64(1) << levelShift(2);
  const limit = (end + LARGE_PAGE_SIZE - 1) & ~(LARGE_PAGE_SIZE - 1);
  let at = start & ~(LARGE_PAGE_SIZE - 1);
  while (at < limit) {
    const next = at + LARGE_PAGE_SIZE;
    if (at < constantEnd && constantStart < next) {
      const from = max(at, constantStart);
      const to = min(next, constantEnd);
      fillDirect(at, from, true, 0);
      fillDirect(from, to, false, 0);
      fillDirect(to, next, true, 0);
      at = next;
    } else if (features.gigabytePages && (at & (gigabyte - 1)) === 0 && memory.contains(at, at + gigabyte)) {
      fillDirect(at, at + gigabyte, true, 2);
      at += gigabyte;
    } else {
      // Up to where another kind of page may begin.
      let stop = min(limit, (at & ~(gigabyte - 1)) + gigabyte);
      if (at < constantStart) stop = min(stop, constantStart & ~(LARGE_PAGE_SIZE - 1));
      fillDirect(at, stop, true, 1);
      at = stop;
    }
  }
}

function fillDirect(start: u64, end: u64, writable: boolean, level: u64): void {
  const first = kernelEntry(start, writable, false, level);
  if (start < end) fill(physToVirt(start), (end - start) >> levelShift(level), first, level);
}
