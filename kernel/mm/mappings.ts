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
import { entryAddress, holdsPage, isPresent, withRights } from "../arch/x64/pte.ts";
import { PAGE_SIZE, PROGRAM_END, PROGRAM_START, STACK_GUARD, STACK_LIMIT } from "./layout.ts";
import { Prot } from "./mapflags.ts";
import { hasRoomForObjects, releasePage } from "./pages.ts";
import type { PageSource } from "./pagesource.ts";
import { PageTable } from "./pagetable.ts";
import { flushPage, flushProgram, flushRange } from "./tlb.ts";
import { discardVma, type Vma, VmaFlag, VmaTree } from "./vma.ts";

/** As Linux's vm.max_map_count. */
const MOST_AREAS: u64 = 65530;

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
    if (above.end - start > STACK_LIMIT) return null;
    const below = this.vmas.previous(above);
    if (below !== null && start < below.end + STACK_GUARD) return null;
    above.start = start;
    this.generation++;
    return above;
  }

  /** Whether there may be more areas: a program cannot make the kernel run out of memory by them. */
  mayGrow(): boolean {
    return this.vmas.size() < MOST_AREAS && hasRoomForObjects();
  }

  /** Whether taking [start, end) out leaves one area more than before. */
  splitsAreas(start: u64, end: u64): boolean {
    const vma = this.find(start);
    return vma !== null && vma.start < start && end < vma.end;
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

  /** Takes the pages out of [start, end); the areas stay. */
  dropPages(start: u64, end: u64): void {
    let wasPresent = false;
    let at = start;
    while (at < end) {
      const [table, spanEnd] = this.table.leafTable(at);
      const stop = min(spanEnd, end);
      if (table !== null) {
        for (; at < stop; at += PAGE_SIZE) {
          const index = (at / PAGE_SIZE) & 511;
          const entry = table[index];
          if (!holdsPage(entry)) continue;
          table[index] = 0;
          if (isPresent(entry)) wasPresent = true;
          releasePage(entryAddress(entry));
          this.residentPages--;
        }
      }
      at = stop;
    }
    if (wasPresent) flushRange(start, end);
  }

  /** Gives the pages that are there the rights of `prot`. */
  setRights(start: u64, end: u64, prot: u32): void {
    const readable = prot !== 0;
    const writable = (prot & Prot.write) !== 0;
    const executable = (prot & Prot.execute) !== 0;
    let wasPresent = false;
    let at = start;
    while (at < end) {
      const [table, spanEnd] = this.table.leafTable(at);
      const stop = min(spanEnd, end);
      if (table !== null) {
        for (; at < stop; at += PAGE_SIZE) {
          const index = (at / PAGE_SIZE) & 511;
          const entry = table[index];
          if (!holdsPage(entry)) continue;
          table[index] = withRights(entry, readable, writable, executable);
          if (isPresent(entry)) wasPresent = true;
        }
      }
      at = stop;
    }
    if (wasPresent) flushRange(start, end);
  }

  /** Moves the pages of [from, from + length) to `to`, where there are none. False, with nothing moved, when out of memory. */
  movePages(from: u64, to: u64, length: u64): boolean {
    // All tables first, so that the move itself cannot fail half-way.
    for (let at: u64 = 0; at < length; at += PAGE_SIZE) {
      const source = this.table.entry(from + at);
      if (source === null || !holdsPage(source[0])) continue;
      if (this.table.ensureEntry(to + at, 0) === null) return false;
    }
    for (let at: u64 = 0; at < length; at += PAGE_SIZE) {
      const source = this.table.entry(from + at);
      if (source === null) continue;
      const entry = source[0];
      if (!holdsPage(entry)) continue;
      const target = this.table.ensureEntry(to + at, 0)!;
      source[0] = 0;
      target[0] = entry;
      flushPage(from + at);
    }
    return true;
  }

  /** Unmaps every page of a source from `firstIndex` on: the file has been cut short. */
  dropSource(source: PageSource, firstIndex: u64): void {
    let vma = this.vmas.first();
    while (vma !== null) {
      if (vma.source === source) {
        const first = vma.offset / PAGE_SIZE;
        const length = vma.end - vma.start;
        if (firstIndex <= first) this.dropPages(vma.start, vma.end);
        else if (firstIndex - first < length / PAGE_SIZE) {
          this.dropPages(vma.start + (firstIndex - first) * PAGE_SIZE, vma.end);
        }
      }
      vma = this.vmas.next(vma);
    }
  }

  private freeTables(start: u64, end: u64): void {
    const below = this.vmas.lastBelow(start);
    const above = this.vmas.firstFrom(end);
    const from: u64 = below === null ? 0 : below.end;
    const to: u64 = above === null ? PROGRAM_END + PAGE_SIZE : above.start;
    if (this.table.freeTables(from, to)) flushProgram();
  }
}

/** Whether [start, start + length) lies where programs may map; `length` may be anything. */
export function isProgramRange(start: u64, length: u64): boolean {
  return start >= PROGRAM_START && start <= PROGRAM_END && length <= PROGRAM_END - start;
}
