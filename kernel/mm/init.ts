/**
 * Memory at boot: from the loader's map to a page allocator, the kernel's own page tables and a heap.
 *
 * What may be allocated is the RAM of the map without the first page, the BIOS's low areas, the kernel image, the boot
 * module and the command line; the loader's other structures have been copied by then. The page descriptors take the
 * lowest room that is left.
 */
import { bootInfo, MemoryKind } from "../arch/x64/bootinfo.ts";
import { log } from "../lib/log.ts";
import { panic } from "../lib/panic.ts";
import { space } from "./addressspace.ts";
import { tableBytes } from "./buddy.ts";
import "./newobject.ts";
import { shrinkHeap } from "./heap.ts";
import { init as initKernelMap, kernelTableRoot } from "./kernelmap.ts";
import { shrinkKernelStacks } from "./kernelstack.ts";
import { shrinkLargePages } from "./largepages.ts";
import { PAGE_SIZE, pageDown, pageUp } from "./layout.ts";
import { addReclaimer, freePageCount, pageAllocator } from "./pages.ts";
import { physToVirt, virtToPhys } from "./physmap.ts";
import { type Range, RangeSet } from "./regions.ts";

/** The boot tables reach this far. */
const BOOT_REACH: u64 = 0x1_0000_0000;
/** EBDA, video memory and BIOS: never allocated, whatever the map says (conventional PC layout). */
const LOW_BIOS_START: u64 = 0x8_0000;
const LOW_BIOS_END: u64 = 0x10_0000;
/** Firmware tables in a reserved region next to RAM are shown by the direct map up to this size. */
const TABLES_AT_MOST: u64 = 0x100_0000;

const usable = new RangeSet();
const shown = new RangeSet();

/** Sets everything up; `bootInfo` must be filled. Panics when there is too little memory to go on. */
export function initMemory(): void {
  readMap();
  const moduleEnd = bootInfo.moduleStart + bootInfo.moduleSize;
  const end = max(usable.end(), moduleEnd);
  const allocator = pageAllocator();
  const size = pageUp(tableBytes(end));
  const descriptors = usable.findRoom(size, PAGE_SIZE, BOOT_REACH);
  if (descriptors === 0) panic(`mm: no room for ${size} bytes of page descriptors`);
  usable.subtract(descriptors, descriptors + size);
  allocator.init(physToVirt(descriptors), end);
  addRanges(0, BOOT_REACH);
  initKernelMap(shown);
  space.mappings.table.root = kernelTableRoot();
  addRanges(BOOT_REACH, end);
  allocator.reserve(bootInfo.moduleStart, moduleEnd);
  reuseBootMemory();
  // Who is asked first loses least: what is only kept for speed, then caches (which add themselves later).
  addReclaimer((_pages) => shrinkHeap() + shrinkKernelStacks());
  addReclaimer((pages) => shrinkLargePages(space.mappings, pages));
  log(`mm: ${freePageCount() * (PAGE_SIZE / 1024)} KiB free of ${usable.bytes() / 1024} KiB of RAM`);
}

function readMap(): void {
  const count = u64(bootInfo.regionCount);
  if (count === 0) panic("mm: the loader gave no memory map");
  for (let i: u64 = 0; i < count; i++) {
    const region = bootInfo.regions[i];
    if (region.kind === MemoryKind.ram) usable.add(region.start, region.end);
    if (isShown(region.kind)) shown.add(pageDown(region.start), region.end);
  }
  for (let i: u64 = 0; i < count; i++) {
    const region = bootInfo.regions[i];
    // What is reserved wins over RAM that an overlapping region promises.
    if (region.kind !== MemoryKind.ram) usable.subtract(region.start, region.end);
    const small = region.end - region.start <= TABLES_AT_MOST;
    if (region.kind === MemoryKind.reserved && small && touchesMemory(region.start, region.end)) {
      shown.add(pageDown(region.start), region.end);
    }
  }
  shown.add(0, LOW_BIOS_END);
  usable.subtract(0, PAGE_SIZE);
  usable.subtract(LOW_BIOS_START, LOW_BIOS_END);
  usable.subtract(virtToPhys(linkerSymbol("__kernel_start")), virtToPhys(linkerSymbol("__kernel_end")));
  keep(bootInfo.moduleStart, bootInfo.moduleSize);
  if (bootInfo.commandLine.length > 0) {
    keep(bootInfo.commandLine.ptr.addr - physToVirt(0), bootInfo.commandLine.length + 1);
  }
  usable.alignInward(PAGE_SIZE);
}

function isShown(kind: u32): boolean {
  return kind === MemoryKind.ram || kind === MemoryKind.acpiReclaimable || kind === MemoryKind.acpiNvs;
}

function touchesMemory(start: u64, end: u64): boolean {
  return (
    shown.overlaps(start, start + 1) ||
    shown.overlaps(end, end + 1) ||
    (start > 0 && shown.overlaps(start - 1, start))
  );
}

function keep(start: u64, size: u64): void {
  if (size > 0) usable.subtract(pageDown(start), pageUp(start + size));
}

function addRanges(from: u64, to: u64): void {
  for (let i: u64 = 0; i < usable.count; i++) {
    const range: Range = usable.at(i);
    const start = max(range.start, from);
    const end = min(range.end, to);
    if (start < end) pageAllocator().addRange(start, end);
  }
}

/** The tables that the boot code ran on are free now, and the page whose image address guards the boot stack. */
function reuseBootMemory(): void {
  const tables = virtToPhys(linkerSymbol("__boot_tables_start"));
  const tablesEnd = virtToPhys(linkerSymbol("__boot_tables_end"));
  pageAllocator().addRange(tables, tablesEnd);
  const guard = virtToPhys(linkerSymbol("__boot_stack_guard"));
  pageAllocator().addRange(guard, guard + PAGE_SIZE);
}
