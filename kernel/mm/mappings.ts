/**
 * The program's areas and the pages behind them, kept in step.
 *
 * Invariants
 * - Every page that an entry of the page table names carries one reference of that entry's.
 * - An entry that holds a page lies in an area; a writable entry lies in a writable area.
 * - `generation` is raised whenever areas change, so that who slept (reading a file) knows to look again.
 *
 * Nothing here sleeps, except that giving up the last reference to a source may; areas and pages are consistent by then.
 */
import { isCopyOnWrite } from "../arch/x64/pte.ts";
import { PAGE_SIZE, PROGRAM_END, PROGRAM_START, STACK_GUARD, STACK_LIMIT } from "./layout.ts";
import { mayExpand } from "./limits.ts";
import { dropRange, takeDirty } from "./pagerange.ts";
import { hasRoomForObjects } from "./pages.ts";
import type { PageSource } from "./pagesource.ts";
import { PageTable } from "./pagetable.ts";
import type { ProgramMemory } from "./programmemory.ts";
import { flushProgram } from "./tlb.ts";
import { discardVma, type Vma, VmaFlag, VmaTree } from "./vma.ts";

/** As Linux's vm.max_map_count. */
const MOST_AREAS: u64 = 65530;

/** Indices of pages in files lie below. */
const LAST_INDEX: u64 = 0xffff_ffff_ffff;

export class Mappings {
  vmas: Embed<VmaTree> = new VmaTree();
  table: Embed<PageTable> = new PageTable();
  generation: u64 = 0;
  /** Pages that entries of the program name. */
  residentPages: u64 = 0;
  private lastHit: Vma | null = null;

  /** The area that holds `address`. */
  find(address: u64): Vma | null {
    const hit = this.lastHit;
    if (hit !== null && address >= hit.start && address < hit.end) return hit;
    const vma = this.vmas.find(address);
    if (vma !== null) this.lastHit = vma;
    return vma;
  }

  /** As `find`; a stack just above `address` grows down to it where it may. */
  reach(address: u64): Vma | null {
    const vma = this.find(address);
    if (vma !== null) return vma;
    const above = this.vmas.firstFrom(address);
    if (above === null || (above.flags & VmaFlag.growsDown) === 0) return null;
    const start = address & ~(PAGE_SIZE - 1);
    if (start < PROGRAM_START || above.end - start > stackLimit(above)) return null;
    if (!mayExpand(this, above.start - start, 0, above.prot, above.flags)) return null;
    const below = this.vmas.previous(above);
    // What cannot be accessed is a guard already.
    if (below !== null && below.prot !== 0 && (below.flags & VmaFlag.growsDown) === 0) {
      if (start - below.end < STACK_GUARD) return null;
    }
    above.start = start;
    this.generation++;
    return above;
  }

  /** Whether there may be more areas: a program cannot make the kernel run out of memory by them. */
  mayGrow(): boolean {
    return this.vmas.size() < MOST_AREAS && hasRoomForObjects();
  }

  /** The next piece of [start, end) that `owner` has: [from, to); from is `end` when there is none. */
  ownPiece(owner: ProgramMemory, start: u64, end: u64): [u64, u64] {
    let vma = this.vmas.firstFrom(start);
    while (vma !== null && vma.start < end && vma.owner !== owner) vma = this.vmas.next(vma);
    if (vma === null || vma.start >= end) return [end, end];
    const from = max(vma.start, start);
    let to = vma.end;
    while (to < end) {
      const next = this.vmas.next(vma);
      if (next === null || next.owner !== owner || next.start !== to) break;
      vma = next;
      to = vma.end;
    }
    return [from, min(to, end)];
  }
  /** Whether anybody but `owner` has something in [start, end). */
  hasOthers(owner: ProgramMemory, start: u64, end: u64): boolean {
    for (let vma = this.vmas.firstFrom(start); vma !== null && vma.start < end; vma = this.vmas.next(vma))
      if (vma.owner !== owner) return true;
    return false;
  }

  /** Whether taking [start, end) out leaves one area more than before. */
  splitsAreas(start: u64, end: u64): boolean {
    const vma = this.find(start);
    return vma !== null && vma.start < start && end < vma.end;
  }

  /** Sets and clears VmaFlag bits of the areas in [start, end), which are cut at the ends of the range. True when parts of it have none. */
  changeFlags(start: u64, end: u64, set: u32, clear: u32): boolean {
    let hasHole = false;
    let at = start;
    while (at < end) {
      const found = this.vmas.firstFrom(at);
      if (found === null || found.start >= end) break;
      if (found.start > at) hasHole = true;
      const flags = (found.flags & ~clear) | set;
      if (flags !== found.flags) {
        const from = max(found.start, start);
        this.vmas.splitAt(from);
        this.vmas.splitAt(end);
        const vma = this.vmas.find(from)!;
        vma.flags = (vma.flags & ~clear) | set;
        at = vma.end;
      } else at = found.end;
    }
    this.vmas.mergeAround(start, end);
    this.changed();
    return hasHole || at < end;
  }

  /** Called after every change of areas. */
  changed(): void {
    this.generation++;
    this.lastHit = null;
  }

  /** Whether areas cover all of [start, end). */
  covers(start: u64, end: u64): boolean {
    let at = start;
    while (at < end) {
      const vma = this.find(at);
      if (vma === null) return false;
      at = vma.end;
    }
    return true;
  }

  /** Adds an area where nothing is mapped and joins it to its neighbours. */
  add(vma: Vma): void {
    const start = vma.start;
    const end = vma.end;
    this.vmas.insert(vma);
    this.vmas.mergeAround(start, end);
    this.changed();
  }

  /** Ends every mapping in [start, end): areas, pages, and the tables that served nothing else. */
  remove(start: u64, end: u64): void {
    if (!this.vmas.overlaps(start, end)) return;
    this.vmas.splitAt(start);
    this.vmas.splitAt(end);
    this.reportWrites(start, end);
    this.dropPages(start, end);
    let removed: Vma | null = null;
    let vma = this.vmas.firstFrom(start);
    while (vma !== null && vma.start < end) {
      const next = this.vmas.next(vma);
      this.vmas.remove(vma);
      vma.nextRemoved = removed;
      removed = vma;
      vma = next;
    }
    this.changed();
    this.freeTables(start, end);
    while (removed !== null) {
      const next: Vma | null = removed.nextRemoved;
      discardVma(removed);
      removed = next;
    }
  }

  /** Tells files of writes through their shared mappings in [start, end) since the last time (msync(2)). */
  reportWrites(start: u64, end: u64): void {
    for (let vma = this.vmas.firstFrom(start); vma !== null && vma.start < end; vma = this.vmas.next(vma)) {
      const source = vma.source;
      if (source === null || (vma.flags & (VmaFlag.shared | VmaFlag.neverWrite)) !== VmaFlag.shared) continue;
      if (takeDirty(this.table, max(vma.start, start), min(vma.end, end))) source.wasWritten();
    }
  }

  /** Takes the pages out of [start, end); the areas stay. */
  dropPages(start: u64, end: u64): void {
    this.residentPages -= dropRange(this.table, start, end);
  }

  /**
   * Unmaps pages [first, end) of a source: the file has been cut short (then `end` is beyond every page) or has a hole
   * there. Private copies go with the end of the file, and stay where there is a hole.
   */
  dropSource(source: PageSource, first: u64, end: u64): void {
    for (let vma = this.vmas.first(); vma !== null; vma = this.vmas.next(vma)) {
      if (vma.source !== source) continue;
      const index = vma.offset / PAGE_SIZE;
      const pages = (vma.end - vma.start) / PAGE_SIZE;
      const from: u64 = first > index ? first - index : 0;
      const to: u64 = end > index ? min(end - index, pages) : 0;
      if (from >= to) continue;
      const start = vma.start + from * PAGE_SIZE;
      const stop = vma.start + to * PAGE_SIZE;
      if (vma.isShared() || end > LAST_INDEX) this.dropPages(start, stop);
      else this.dropShownPages(start, stop);
    }
  }

  /** Whether a shared mapping shows a source and may be, or become, writable. */
  mapsForWriting(source: PageSource): boolean {
    for (let vma = this.vmas.first(); vma !== null; vma = this.vmas.next(vma)) {
      if (vma.source === source && vma.isShared() && (vma.flags & VmaFlag.neverWrite) === 0) return true;
    }
    return false;
  }

  /** Takes the file's own pages out, not the private copies. */
  private dropShownPages(start: u64, end: u64): void {
    for (let at = start; at < end; at += PAGE_SIZE) {
      const slot = this.table.entry(at);
      if (slot !== null && isCopyOnWrite(slot[0])) this.dropPages(at, at + PAGE_SIZE);
    }
  }

  private freeTables(start: u64, end: u64): void {
    const below = this.vmas.lastBelow(start);
    const above = this.vmas.firstFrom(end);
    const from: u64 = below === null ? 0 : below.end;
    const to: u64 = above === null ? PROGRAM_END + PAGE_SIZE : above.start;
    if (!this.table.unlinkTables(from, to)) return;
    flushProgram();
    this.table.freeUnlinked();
  }
}

/** Bytes that a stack may grow to. */
export function stackLimit(stack: Vma): u64 {
  const owner = stack.owner;
  return owner === null ? STACK_LIMIT : owner.limits.stack;
}

/** Whether [start, start + length) lies where programs may map; `length` may be anything. */
export function isProgramRange(start: u64, length: u64): boolean {
  return start >= PROGRAM_START && start <= PROGRAM_END && length <= PROGRAM_END - start;
}
