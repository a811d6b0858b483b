/**
 * Virtual memory areas: what the program has mapped where, as an ordered tree of ranges that do not overlap.
 *
 * Pure bookkeeping: page tables and references to pages are mappings.ts's business. A Vma holds one reference to its
 * source, which `discard` gives back.
 */
import { type RbEntry, RbLinks, RbTree } from "../lib/rbtree.ts";
import { STACK_GUARD } from "./layout.ts";
import type { PageSource } from "./pagesource.ts";
import { currentMemory, type ProgramMemory } from "./programmemory.ts";

export enum VmaFlag {
  /** Writes reach the source. */
  shared = 1,
  growsDown = 2,
  /** A shared mapping of a file that is not open for writing: mprotect(2) may not make it writable. */
  neverWrite = 4,
  /** MADV_HUGEPAGE and MADV_NOHUGEPAGE. */
  large = 8,
  noLarge = 16,
  /** MAP_STACK: no 2 MiB pages, of which a stack would use a few kilobytes. */
  stack = 32,
  /** mlock(2), MAP_LOCKED. */
  locked = 64,
  /** MADV_DONTFORK, MADV_WIPEONFORK, MADV_DONTDUMP, MADV_SEQUENTIAL, MADV_RANDOM: shown in smaps. */
  dontFork = 128,
  wipeOnFork = 256,
  dontDump = 512,
  sequential = 1024,
  random = 2048,
}

export class Vma implements RbEntry<Vma> {
  private links: Embed<RbLinks<Vma>> = new RbLinks<Vma>();
  /** Page-aligned; `end` is exclusive. */
  start: u64 = 0;
  end: u64 = 0;
  /** Prot bits. */
  prot: u32 = 0;
  /** VmaFlag bits. */
  flags: u32 = 0;
  source: PageSource | null = null;
  /** The program whose area it is; null for the vDSO, which is everybody's. */
  owner: ProgramMemory | null = null;
  /** Byte of the source at `start`. */
  offset: u64 = 0;
  /** Where the next page of a program that goes upwards would be, and how many came so: anonymous.ts. */
  nextFault: u64 = 0;
  faultsInRow: u32 = 0;
  /** Chains areas that have been taken out of the tree and wait for `discardVma`. */
  nextRemoved: Vma | null = null;

  treeKey(): u64 {
    return this.start;
  }
  treeLinks(): RbLinks<Vma> {
    return this.links;
  }
  isShared(): boolean {
    return (this.flags & VmaFlag.shared) !== 0;
  }
  /** Lowest address that must stay free for this area. */
  floor(): u64 {
    if ((this.flags & VmaFlag.growsDown) === 0) return this.start;
    return this.start > STACK_GUARD ? this.start - STACK_GUARD : 0;
  }
  /** Page of the source that shows at `virt`. */
  sourceIndex(virt: u64): u64 {
    return (this.offset + (virt - this.start)) / 4096;
  }
  /** Whether `next`, which starts where this ends, could be part of this. */
  continuesIn(next: Vma): boolean {
    if (this.end !== next.start || this.prot !== next.prot || this.flags !== next.flags) return false;
    if (this.owner !== next.owner) return false;
    if (this.source !== next.source || (this.flags & VmaFlag.growsDown) !== 0) return false;
    return this.source === null || this.offset + (this.end - this.start) === next.offset;
  }
}

/** A new area of the calling program; takes a reference to the source of its own. */
export function newVma(
  start: u64,
  end: u64,
  prot: u32,
  flags: u32,
  source: PageSource | null,
  offset: u64,
): Vma {
  const vma = new Vma();
  vma.start = start;
  vma.end = end;
  vma.prot = prot;
  vma.flags = flags;
  vma.source = source;
  vma.owner = currentMemory();
  vma.offset = source === null ? 0 : offset;
  if (source !== null) source.retain();
  return vma;
}

/** Ends an area that is in no tree. */
export function discardVma(vma: Vma): void {
  const source = vma.source;
  vma.source = null;
  free(vma);
  if (source !== null) source.release();
}

export class VmaTree {
  private tree: Embed<RbTree<Vma>> = new RbTree<Vma>();

  size(): u64 {
    return this.tree.size;
  }
  first(): Vma | null {
    return this.tree.first();
  }
  last(): Vma | null {
    return this.tree.last();
  }
  next(vma: Vma): Vma | null {
    return this.tree.next(vma);
  }
  previous(vma: Vma): Vma | null {
    return this.tree.previous(vma);
  }

  /** The area that holds `address`. */
  find(address: u64): Vma | null {
    const vma = this.tree.floor(address);
    return vma !== null && address < vma.end ? vma : null;
  }
  /** The first area that ends above `address`. */
  firstFrom(address: u64): Vma | null {
    const vma = this.tree.floor(address);
    if (vma !== null && address < vma.end) return vma;
    return this.tree.ceiling(address);
  }
  /** The last area that starts below `address`. */
  lastBelow(address: u64): Vma | null {
    return address === 0 ? null : this.tree.floor(address - 1);
  }
  overlaps(start: u64, end: u64): boolean {
    const vma = this.firstFrom(start);
    return vma !== null && vma.start < end;
  }

  /** Adds an area where nothing is mapped, without joining it to its neighbours. */
  insert(vma: Vma): void {
    this.tree.insert(vma);
  }
  remove(vma: Vma): void {
    this.tree.remove(vma);
  }

  /** Cuts an area in two at `at`, inside it; gives the upper part. */
  split(vma: Vma, at: u64): Vma {
    const upper = newVma(at, vma.end, vma.prot, vma.flags, vma.source, vma.offset + (at - vma.start));
    upper.owner = vma.owner;
    // Only the upper part's lower end is open to growth no more: a stack grows at its lowest part.
    upper.flags &= ~u32(VmaFlag.growsDown);
    vma.end = at;
    this.tree.insert(upper);
    return upper;
  }

  /** Cuts so that no area crosses `at`. */
  splitAt(at: u64): void {
    const vma = this.find(at);
    if (vma !== null && vma.start < at) this.split(vma, at);
  }

  /** Joins the areas that touch within [start, end], the ones next to the range included, where they are alike. */
  mergeAround(start: u64, end: u64): void {
    let vma = start === 0 ? this.first() : this.firstFrom(start - 1);
    while (vma !== null && vma.start <= end) {
      const next = this.next(vma);
      if (next === null) return;
      if (vma.continuesIn(next)) {
        this.tree.remove(next);
        vma.end = next.end;
        discardVma(next);
      } else {
        vma = next;
      }
    }
  }

  /** The highest free range of `length` bytes in [low, high), clear of stack guards: its start; 0 when there is none. */
  findGap(length: u64, low: u64, high: u64): u64 {
    let top = high;
    let vma = this.lastBelow(high);
    while (vma !== null) {
      const floor = max(vma.end, low);
      if (floor <= top && top - floor >= length) return top - length;
      top = min(top, vma.floor());
      if (top < low || top - low < length) return 0;
      vma = this.previous(vma);
    }
    return top >= low && top - low >= length ? top - length : 0;
  }
}
