/**
 * The page allocator: a binary buddy system (Knuth, TAOCP vol. 1, 2.5) with a 4-byte descriptor for every page frame.
 *
 * A descriptor holds the frame's kind (4 bits), its order (4 bits) and a count (24 bits: references of a page in use,
 * pages of a run, 1 for a free block of the greatest order that the host knows of). The links of the free lists stand in the free pages themselves.
 *
 * Memory is handed over as ranges and stays untouched, descriptors included, until the free lists run dry: then the
 * next unit of 4 MiB is taken in. Units whose contents the host has dropped since are untouched again. So a guest with much memory boots as fast as one with little, and the host commits
 * only what is used.
 *
 * Invariants
 * - Blocks never reach beyond their 4 MiB unit; in a unit that is taken in, every descriptor is valid.
 * - A free block of order n starts at a multiple of 2^n frames, and its buddy is not a free block of order n.
 * - The first frame of a free block is `free`, the others are `freePart`, so giving a page back twice is seen at
 *   once, wherever the page is by then.
 * - Frames that no range held are `reserved`: their references are not counted and they are never freed.
 */
import { panic } from "../lib/panic.ts";
import { PAGE_SHIFT, PAGE_SIZE } from "./layout.ts";
import { physToVirt } from "./physmap.ts";
import { MAX_RANGES, RangeSet } from "./regions.ts";

/** Blocks reach from one page to 2^10 pages (4 MiB). */
export const MAX_ORDER: u32 = 10;
const UNIT_SHIFT: u64 = 10;
const UNIT_FRAMES: u64 = 1024;

export enum FrameKind {
  reserved = 0,
  free = 1,
  freePart = 2,
  used = 3,
  usedPart = 4,
  /** Every page of a slab of the heap; the order is the slab's. */
  slab = 5,
  /** First page of a run; the count is its length in pages. */
  run = 6,
}

const KIND_SHIFT: u32 = 28;
const ORDER_SHIFT: u32 = 24;
const COUNT_MASK: u32 = 0xff_ffff;

function describe(kind: u32, order: u32, count: u32): u32 {
  return (kind << KIND_SHIFT) | (order << ORDER_SHIFT) | count;
}
function kindIn(descriptor: u32): u32 {
  return descriptor >> KIND_SHIFT;
}
function orderIn(descriptor: u32): u32 {
  return (descriptor >> ORDER_SHIFT) & 15;
}

/** What stands in the first bytes of a free block: frame numbers, 0 for none. */
class FreeBlock {
  next!: u64;
  previous!: u64;
}
function freeBlock(frame: u64): FreeBlock {
  return ref<FreeBlock>(physToVirt(frame << PAGE_SHIFT));
}

export class PageAllocator {
  private descriptors: Ptr<u32> = ptr<u32>(0);
  /** One byte a unit: 1 when it is taken in. Stands behind the descriptors. */
  private unitTaken: Ptr<u8> = ptr<u8>(0);
  private units: u64 = 0;
  /** First free frame of each order; 0 is the empty list (frame 0 is never allocated). */
  private lists!: FixedArray<u64, 11>;
  private untouched: Embed<RangeSet> = new RangeSet();
  freeFrames: u64 = 0;
  totalFrames: u64 = 0;

  /** `table` is memory for `tableBytes(end)` bytes, at the kernel's address; it need not be zeroed. */
  init(table: u64, end: u64): void {
    this.units = unitsBelow(end);
    this.descriptors = ptr<u32>(table);
    this.unitTaken = ptr<u8>(table + this.units * UNIT_FRAMES * 4);
    fillBytes(this.unitTaken.addr, 0, this.units);
  }

  /** Gives whole pages to the allocator. They must be readable at `physToVirt` from now on. */
  addRange(start: u64, end: u64): void {
    if (
      ((start | end) & (PAGE_SIZE - 1)) !== 0 ||
      start === 0 ||
      start >= end ||
      unitsBelow(end) > this.units
    ) {
      panic(`mm: bad memory range ${hex(start)}-${hex(end)}`);
    }
    const limit = end >> PAGE_SHIFT;
    let frame = start >> PAGE_SHIFT;
    this.totalFrames += limit - frame;
    while (frame < limit) {
      const stop = min(limit, ((frame >> UNIT_SHIFT) + 1) << UNIT_SHIFT);
      if (this.unitTaken[frame >> UNIT_SHIFT] !== 0) {
        this.giveBackRun(frame, stop);
      } else {
        this.untouched.add(frame << PAGE_SHIFT, stop << PAGE_SHIFT);
        this.freeFrames += stop - frame;
      }
      frame = stop;
    }
  }

  /** Makes the descriptors of frames that were never added valid, so that references to them may be asked for. */
  reserve(start: u64, end: u64): void {
    const limit = min(unitsBelow(end), this.units);
    for (let unit = start >> (PAGE_SHIFT + UNIT_SHIFT); unit < limit; unit++) this.takeIn(unit);
  }

  /** Physical address of 2^order pages, aligned to their size; 0 when there are none. */
  alloc(order: u32): u64 {
    if (order > MAX_ORDER) return 0;
    let frame = this.take(order);
    while (frame === 0 && this.untouched.count > 0) {
      this.takeIn(this.untouched.at(0).start >> (PAGE_SHIFT + UNIT_SHIFT));
      frame = this.take(order);
    }
    if (frame === 0) return 0;
    this.freeFrames -= u64(1) << u64(order);
    this.mark(frame, order, FrameKind.used, FrameKind.usedPart);
    return frame << PAGE_SHIFT;
  }

  /** Gives back what `alloc(order)` gave, whatever its count is. */
  free(phys: u64, order: u32): void {
    const frame = this.frameOf(phys);
    const descriptor = this.descriptors[frame];
    if (kindIn(descriptor) !== FrameKind.used || orderIn(descriptor) !== order) this.misuse(phys, "freed");
    this.giveBack(frame, order);
  }

  /** `pages` contiguous pages; the rest of their power of two stays free. At most 1024 pages. 0 when there are none. */
  allocRun(pages: u64): u64 {
    if (pages === 0 || pages > UNIT_FRAMES) return 0;
    let order: u32 = 0;
    while (u64(1) << u64(order) < pages) order++;
    const phys = this.alloc(order);
    if (phys === 0) return 0;
    const frame = phys >> PAGE_SHIFT;
    this.descriptors[frame] = describe(FrameKind.run, 0, u32(pages));
    this.giveBackRun(frame + pages, frame + (u64(1) << u64(order)));
    return phys;
  }

  freeRun(phys: u64): void {
    const frame = this.frameOf(phys);
    const descriptor = this.descriptors[frame];
    if (kindIn(descriptor) !== FrameKind.run) this.misuse(phys, "freed");
    this.giveBackRun(frame, frame + u64(descriptor & COUNT_MASK));
  }

  /** Turns a block of 2^order pages into as many single pages, each with one reference. */
  split(phys: u64, order: u32): void {
    const frame = this.frameOf(phys);
    const descriptor = this.descriptors[frame];
    if (kindIn(descriptor) !== FrameKind.used || orderIn(descriptor) !== order) this.misuse(phys, "split");
    const limit = frame + (u64(1) << u64(order));
    for (let i = frame; i < limit; i++) this.descriptors[i] = describe(FrameKind.used, 0, 1);
  }

  /** Marks every page of a block as a slab's, or as plain pages again. */
  markSlab(phys: u64, order: u32, isSlab: boolean): void {
    const frame = this.frameOf(phys);
    if (isSlab) this.mark(frame, order, FrameKind.slab, FrameKind.slab);
    else this.mark(frame, order, FrameKind.used, FrameKind.usedPart);
  }

  /** Takes a free block of the greatest order that `giveReported` has not marked; 0 when there is none. */
  takeUnreported(): u64 {
    for (let frame = this.lists[MAX_ORDER]; frame !== 0; frame = freeBlock(frame).next) {
      if (this.descriptors[frame] !== describe(FrameKind.free, MAX_ORDER, 0)) continue;
      this.unlink(frame, MAX_ORDER);
      this.freeFrames -= UNIT_FRAMES;
      this.mark(frame, MAX_ORDER, FrameKind.used, FrameKind.usedPart);
      return frame << PAGE_SHIFT;
    }
    return 0;
  }
  /**
   * Frees such a block, a whole unit, as memory that was never touched: a link in it would have the host commit a page
   * again. Where there are too many ranges of such memory it is marked (by its count) until something in it is allocated.
   */
  giveReported(phys: u64): void {
    const frame = this.frameOf(phys);
    if (this.untouched.count + 1 >= MAX_RANGES) {
      this.free(phys, MAX_ORDER);
      this.descriptors[frame] = describe(FrameKind.free, MAX_ORDER, 1);
      return;
    }
    if (this.descriptors[frame] !== describe(FrameKind.used, MAX_ORDER, 1)) this.misuse(phys, "freed");
    this.unitTaken[frame >> UNIT_SHIFT] = 0;
    this.untouched.add(phys, phys + (UNIT_FRAMES << PAGE_SHIFT));
    this.freeFrames += UNIT_FRAMES;
  }

  retain(phys: u64): void {
    const frame = phys >> PAGE_SHIFT;
    if (!this.isTracked(frame)) return;
    const descriptor = this.descriptors[frame];
    if (kindIn(descriptor) === FrameKind.reserved) return;
    const count = descriptor & COUNT_MASK;
    if (kindIn(descriptor) !== FrameKind.used || count === COUNT_MASK) this.misuse(phys, "retained");
    this.descriptors[frame] = descriptor + 1;
  }

  /** Drops a reference; the page is free again after the last. */
  release(phys: u64): void {
    const frame = phys >> PAGE_SHIFT;
    if (!this.isTracked(frame)) return;
    const descriptor = this.descriptors[frame];
    if (kindIn(descriptor) === FrameKind.reserved) return;
    if (kindIn(descriptor) !== FrameKind.used || (descriptor & COUNT_MASK) === 0)
      this.misuse(phys, "released");
    if ((descriptor & COUNT_MASK) === 1) this.giveBack(frame, orderIn(descriptor));
    else this.descriptors[frame] = descriptor - 1;
  }

  /** References to a page; 0 for a reserved one. */
  references(phys: u64): u32 {
    const frame = phys >> PAGE_SHIFT;
    if (!this.isTracked(frame)) return 0;
    const descriptor = this.descriptors[frame];
    return kindIn(descriptor) === FrameKind.used ? descriptor & COUNT_MASK : 0;
  }

  kindOf(phys: u64): u32 {
    return this.isTracked(phys >> PAGE_SHIFT)
      ? kindIn(this.descriptors[phys >> PAGE_SHIFT])
      : FrameKind.reserved;
  }
  orderOf(phys: u64): u32 {
    return orderIn(this.descriptors[this.frameOf(phys)]);
  }

  private isTracked(frame: u64): boolean {
    return frame >> UNIT_SHIFT < this.units && this.unitTaken[frame >> UNIT_SHIFT] !== 0;
  }

  private frameOf(phys: u64): u64 {
    const frame = phys >> PAGE_SHIFT;
    if ((phys & (PAGE_SIZE - 1)) !== 0 || !this.isTracked(frame)) this.misuse(phys, "used");
    return frame;
  }

  /**
   * @cold
   * @noreturn
   */
  private misuse(phys: u64, how: string): never {
    const frame = phys >> PAGE_SHIFT;
    if (!this.isTracked(frame)) panic(`mm: page ${hex(phys)} ${how}: no memory of the allocator's`);
    const descriptor = this.descriptors[frame];
    const kind = kindIn(descriptor);
    const state: string =
      kind === FrameKind.free || kind === FrameKind.freePart ? "it is free already" : "not so allocated";
    panic(`mm: page ${hex(phys)} ${how}: ${state} (descriptor ${hex(descriptor)})`);
  }

  private takeIn(unit: u64): void {
    if (this.unitTaken[unit] !== 0) return;
    const first = unit << UNIT_SHIFT;
    const limit = first + UNIT_FRAMES;
    for (let frame = first; frame < limit; frame++) this.descriptors[frame] = 0;
    this.unitTaken[unit] = 1;
    for (let i: u64 = 0; i < this.untouched.count; i++) {
      const range = this.untouched.at(i);
      const from = max(range.start >> PAGE_SHIFT, first);
      const to = min(range.end >> PAGE_SHIFT, limit);
      if (from < to) this.insertRun(from, to);
    }
    this.untouched.subtract(first << PAGE_SHIFT, limit << PAGE_SHIFT);
  }

  /** A block of the order, cut from a larger one where needed; 0 when there is none. */
  private take(order: u32): u64 {
    let found = order;
    while (found <= MAX_ORDER && this.lists[found] === 0) found++;
    if (found > MAX_ORDER) return 0;
    const frame = this.lists[found];
    this.unlink(frame, found);
    while (found > order) {
      found--;
      this.insert(frame + (u64(1) << u64(found)), found);
    }
    return frame;
  }

  private giveBackRun(from: u64, to: u64): void {
    let frame = from;
    while (frame < to) {
      const order = largestBlock(frame, to);
      this.giveBack(frame, order);
      frame += u64(1) << u64(order);
    }
  }

  /** Frees a block and joins it with its buddies. */
  private giveBack(from: u64, blockOrder: u32): void {
    this.freeFrames += u64(1) << u64(blockOrder);
    const limit = from + (u64(1) << u64(blockOrder));
    for (let i = from; i < limit; i++) this.descriptors[i] = describe(FrameKind.freePart, 0, 0);
    let frame = from;
    let order = blockOrder;
    while (order < MAX_ORDER) {
      const buddy = frame ^ (u64(1) << u64(order));
      if (this.descriptors[buddy] !== describe(FrameKind.free, order, 0)) break;
      this.unlink(buddy, order);
      this.descriptors[buddy] = describe(FrameKind.freePart, 0, 0);
      frame = min(frame, buddy);
      order++;
    }
    this.insert(frame, order);
  }

  /** Frames that were never in use become free. */
  private insertRun(from: u64, to: u64): void {
    for (let i = from; i < to; i++) this.descriptors[i] = describe(FrameKind.freePart, 0, 0);
    let frame = from;
    while (frame < to) {
      const order = largestBlock(frame, to);
      this.insert(frame, order);
      frame += u64(1) << u64(order);
    }
  }

  private insert(frame: u64, order: u32): void {
    const entry = freeBlock(frame);
    const next = this.lists[order];
    entry.next = next;
    entry.previous = 0;
    if (next !== 0) freeBlock(next).previous = frame;
    this.lists[order] = frame;
    this.descriptors[frame] = describe(FrameKind.free, order, 0);
  }

  private unlink(frame: u64, order: u32): void {
    const entry = freeBlock(frame);
    if (entry.previous === 0) this.lists[order] = entry.next;
    else freeBlock(entry.previous).next = entry.next;
    if (entry.next !== 0) freeBlock(entry.next).previous = entry.previous;
  }

  private mark(frame: u64, order: u32, first: u32, others: u32): void {
    const limit = frame + (u64(1) << u64(order));
    this.descriptors[frame] = describe(first, order, 1);
    for (let i = frame + 1; i < limit; i++) this.descriptors[i] = describe(others, order, 0);
  }
}

/** Bytes of tables that an allocator needs for memory that ends at `end`. */
export function tableBytes(end: u64): u64 {
  return unitsBelow(end) * (UNIT_FRAMES * 4 + 1);
}

function unitsBelow(end: u64): u64 {
  return ((end >> PAGE_SHIFT) + UNIT_FRAMES - 1) >> UNIT_SHIFT;
}

/** Order of the largest block that starts at `frame` and ends by `limit`. */
function largestBlock(frame: u64, limit: u64): u32 {
  let order: u32 = 0;
  while (order < MAX_ORDER) {
    const size: u64 = u64(2) << u64(order);
    if ((frame & (size - 1)) !== 0 || frame + size > limit) break;
    order++;
  }
  return order;
}
