/**
 * The kernel heap: small objects from slabs of one size each, larger ones from runs of pages.
 *
 * A slab is 1, 2 or 4 pages, aligned to its size:
 *
 *   | header (64 bytes) | unused | object | object | ... | object |   <- objects fill it from the end
 *
 * so an object whose size is a power of two is aligned to its size, as the page allocator aligns the slab. Free objects
 * are chained through their first word and marked in their second, so that freeing one again is seen. The frame descriptor tells `free` that an address lies in a slab (and of which
 * order) or starts a run.
 *
 * Invariants: a slab with free objects stands in its class's list, a full one in none; of slabs that are wholly free
 * at most one a class is kept.
 */
import { panic } from "../lib/panic.ts";
import { FrameKind, type PageAllocator } from "./buddy.ts";
import { PAGE_SIZE } from "./layout.ts";
import { physToVirt, virtToPhys } from "./physmap.ts";

const CLASS_SIZES: readonly u32[] = [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048];
/** Slab order of each class. */
const CLASS_ORDERS: readonly u32[] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2];
const CLASSES: u32 = 13;
const LARGEST: u64 = 2048;
const HEADER: u64 = 64;
/** What a header starts with, so that a stray pointer is told from an object. */
const MAGIC: u32 = 0x51ab51ab;

class Slab {
  magic!: u32;
  sizeClass!: u32;
  used!: u32;
  capacity!: u32;
  /** First free object; 0 when full. */
  freeList!: u64;
  next!: Slab | null;
  previous!: Slab | null;
}

export class Heap {
  private pages: PageAllocator;
  /** Slabs of each class that have free objects. */
  private partial!: FixedArray<Slab | null, 13>;
  /** Bytes handed out, by the sizes of their classes. */
  bytesUsed: u64 = 0;
  objects: u64 = 0;
  /** Pages that slabs and runs take. */
  pagesUsed: u64 = 0;

  constructor(pages: PageAllocator) {
    this.pages = pages;
  }

  /** `size` bytes aligned to `align`, a power of two up to a page; contents undefined. 0 when out of memory. */
  alloc(size: u64, align: u64): u64 {
    if (align > PAGE_SIZE) return 0;
    const sizeClass = classFor(max(size, 1), align);
    if (sizeClass === CLASSES) return this.allocLarge(size);
    let slab = this.partial[sizeClass];
    if (slab === null) {
      slab = this.newSlab(sizeClass);
      if (slab === null) return 0;
    }
    const object = slab.freeList;
    slab.freeList = ptr<u64>(object)[0];
    ptr<u64>(object)[1] = 0;
    slab.used++;
    if (slab.freeList === 0) this.unlink(slab);
    this.bytesUsed += u64(CLASS_SIZES[sizeClass]);
    this.objects++;
    return object;
  }

  /** Gives back what `alloc` gave. Anything else is a panic where it can be told. */
  free(address: u64): void {
    const page = virtToPhys(address & ~(PAGE_SIZE - 1));
    const kind = this.pages.kindOf(page);
    if (kind === FrameKind.slab) {
      this.freeSmall(address, page);
    } else if (kind === FrameKind.run && (address & (PAGE_SIZE - 1)) === 0) {
      const before = this.pages.freeFrames;
      this.pages.freeRun(page);
      const count = this.pages.freeFrames - before;
      this.pagesUsed -= count;
      this.bytesUsed -= count * PAGE_SIZE;
      this.objects--;
    } else {
      panic(`heap: ${hex(address)} freed, which is no object of the heap`);
    }
  }

  private allocLarge(size: u64): u64 {
    const count = size / PAGE_SIZE + ((size & (PAGE_SIZE - 1)) === 0 ? u64(0) : u64(1));
    const phys = this.pages.allocRun(count);
    if (phys === 0) return 0;
    this.pagesUsed += count;
    this.bytesUsed += count * PAGE_SIZE;
    this.objects++;
    return physToVirt(phys);
  }

  private freeSmall(address: u64, page: u64): void {
    const order = this.pages.orderOf(page);
    const slabSize = PAGE_SIZE << u64(order);
    const slab = ref<Slab>(physToVirt(page & ~(slabSize - 1)));
    const base = addressOf(slab);
    if (slab.magic !== MAGIC || slab.used === 0) panic(`heap: slab at ${hex(base)} is overwritten`);
    const size = u64(CLASS_SIZES[slab.sizeClass]);
    if (address < base + HEADER || (base + slabSize - address) % size !== 0) {
      panic(`heap: ${hex(address)} freed, which is inside an object of ${size} bytes`);
    }
    if (ptr<u64>(address)[1] === freeMark(address) && isFree(slab, address))
      panic(`heap: ${hex(address)} freed twice`);
    const wasFull = slab.freeList === 0;
    ptr<u64>(address)[0] = slab.freeList;
    ptr<u64>(address)[1] = freeMark(address);
    slab.freeList = address;
    slab.used--;
    this.bytesUsed -= size;
    this.objects--;
    if (wasFull) this.link(slab);
    if (slab.used === 0 && (slab.next !== null || slab.previous !== null)) this.dropSlab(slab, order);
  }

  /** Gives a slab without objects back. */
  private dropSlab(slab: Slab, order: u32): void {
    this.unlink(slab);
    slab.magic = 0;
    const phys = virtToPhys(addressOf(slab));
    this.pages.markSlab(phys, order, false);
    this.pages.free(phys, order);
    this.pagesUsed -= u64(1) << u64(order);
  }

  /** Gives back the slabs that are kept although they are wholly free: how many pages. */
  shrink(): u64 {
    const before = this.pagesUsed;
    for (let sizeClass: u32 = 0; sizeClass < CLASSES; sizeClass++) {
      let slab = this.partial[sizeClass];
      while (slab !== null) {
        const next = slab.next;
        if (slab.used === 0) this.dropSlab(slab, CLASS_ORDERS[sizeClass]);
        slab = next;
      }
    }
    return before - this.pagesUsed;
  }

  /** @inline never */
  private newSlab(sizeClass: u32): Slab | null {
    const order = CLASS_ORDERS[sizeClass];
    const phys = this.pages.alloc(order);
    if (phys === 0) return null;
    this.pages.markSlab(phys, order, true);
    const slabSize = PAGE_SIZE << u64(order);
    this.pagesUsed += slabSize / PAGE_SIZE;
    const base = physToVirt(phys);
    const slab = ref<Slab>(base);
    const size = u64(CLASS_SIZES[sizeClass]);
    const capacity = (slabSize - HEADER) / size;
    slab.magic = MAGIC;
    slab.sizeClass = sizeClass;
    slab.used = 0;
    slab.capacity = u32(capacity);
    const first = base + slabSize - capacity * size;
    let following: u64 = 0;
    for (let i = capacity; i > 0; i--) {
      const object = first + (i - 1) * size;
      ptr<u64>(object)[0] = following;
      following = object;
    }
    slab.freeList = following;
    this.link(slab);
    return slab;
  }

  private link(slab: Slab): void {
    const first = this.partial[slab.sizeClass];
    slab.previous = null;
    slab.next = first;
    if (first !== null) first.previous = slab;
    this.partial[slab.sizeClass] = slab;
  }

  private unlink(slab: Slab): void {
    const next = slab.next;
    const previous = slab.previous;
    if (previous === null) this.partial[slab.sizeClass] = next;
    else previous.next = next;
    if (next !== null) next.previous = previous;
    slab.next = null;
    slab.previous = null;
  }
}

/** What stands in the second word of a free object: the sign on which the chain is searched before it is freed. */
function freeMark(address: u64): u64 {
  return address ^ 0xf7ee_f7ee_f7ee_f7ee;
}

function isFree(slab: Slab, address: u64): boolean {
  let object = slab.freeList;
  while (object !== 0 && object !== address) object = ptr<u64>(object)[0];
  return object === address;
}

/** The class for each size, in units of 16 bytes, rounded up, less one. */
// biome-ignore format: a table
const CLASS_OF_UNITS: readonly u8[] = [
  0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9,
  10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11,
  12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
  12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
];

/** The smallest class that fits and aligns; CLASSES when only whole pages do. */
function classFor(size: u64, align: u64): u32 {
  if (size > LARGEST || align > LARGEST) return CLASSES;
  let i = u32(CLASS_OF_UNITS[(size - 1) >> 4]);
  while (i < CLASSES && (u64(CLASS_SIZES[i]) & (align - 1)) !== 0) i++;
  return i;
}
