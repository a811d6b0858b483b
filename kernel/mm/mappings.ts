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
import { PAGE_SIZE, PROGRAM_END, PROGRAM_START, STACK_GUARD, STACK_LIMIT } from "./layout.ts";
import { dropRange } from "./pagerange.ts";
import { hasRoomForObjects } from "./pages.ts";
import type { PageSource } from "./pagesource.ts";
import { PageTable } from "./pagetable.ts";
import { flushProgram } from "./tlb.ts";
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
    this.residentPages -= dropRange(this.table, start, end);
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
