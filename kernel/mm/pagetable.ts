/**
 * Four-level page tables: finding and making the entry of a page. What entries mean is pte.ts's business; who owns the
 * pages that they name is the caller's.
 *
 * Tables are pages of the page allocator, reached through the direct map. Changing an entry that was present needs
 * a TLB flush (tlb.ts), which is the caller's too.
 */
import {
  ENTRIES,
  entryAddress,
  isLarge,
  isPresent,
  levelShift,
  TOP_LEVEL,
  tableEntry,
  tableIndex,
} from "../arch/x64/pte.ts";
import { allocZeroedPage, freePages } from "./pages.ts";
import { physToVirt } from "./physmap.ts";

export class PageTable {
  /** Physical address of the top table; 0 before `init`. */
  root: u64 = 0;
  /** Pages that tables take. */
  tablePages: u64 = 0;

  /** Makes the empty top table. False when out of memory. */
  init(): boolean {
    this.root = this.newTable();
    return this.root !== 0;
  }

  /** The entry for a 4 KiB page; null when there is no table for it. */
  entry(virt: u64): Ptr<u64> | null {
    const [table] = this.leafTable(virt);
    if (table === null) return null;
    return table.add(tableIndex(virt, 0));
  }

  /** The entry at `level` (0: 4 KiB, 1: 2 MiB, 2: 1 GiB), with the tables above made as needed; null when out of memory. */
  ensureEntry(virt: u64, toLevel: u64): Ptr<u64> | null {
    let table = ptr<u64>(physToVirt(this.root));
    let level = TOP_LEVEL;
    while (level > toLevel) {
      const index = tableIndex(virt, level);
      const entry = table[index];
      let next: u64;
      if (isPresent(entry)) {
        next = entryAddress(entry);
      } else {
        next = this.newTable();
        if (next === 0) return null;
        table[index] = tableEntry(next);
      }
      table = ptr<u64>(physToVirt(next));
      level--;
    }
    return table.add(tableIndex(virt, toLevel));
  }

  /**
   * The lowest table that covers `virt`, and where its span ends. Without one: null and the end of the span that is
   * known to be empty. So a walk over a range visits only what is there.
   */
  leafTable(virt: u64): [Ptr<u64> | null, u64] {
    let table = ptr<u64>(physToVirt(this.root));
    let level = TOP_LEVEL;
    while (level > 0) {
      const entry = table[tableIndex(virt, level)];
      if (!isPresent(entry) || isLarge(entry)) return [null, spanEnd(virt, level)];
      table = ptr<u64>(physToVirt(entryAddress(entry)));
      level--;
    }
    return [table, spanEnd(virt, 1)];
  }

  /** Frees the tables that cover nothing but addresses in [start, end). Every page there must be gone. True when any was. */
  freeTables(start: u64, end: u64): boolean {
    if (start >= end) return false;
    const before = this.tablePages;
    this.freeBelow(ptr<u64>(physToVirt(this.root)), TOP_LEVEL, 0, start, end);
    return this.tablePages !== before;
  }

  private freeBelow(table: Ptr<u64>, level: u64, base: u64, start: u64, end: u64): void {
    const size: u64 = u64(1) << levelShift(level);
    const first: u64 = start > base ? (start - base) >> levelShift(level) : 0;
    const last: u64 = min((end - 1 - base) >> levelShift(level), ENTRIES - 1);
    for (let i = first; i <= last; i++) {
      const entry = table[i];
      if (!isPresent(entry) || isLarge(entry)) continue;
      const from = base + i * size;
      const below = entryAddress(entry);
      if (level > 1) this.freeBelow(ptr<u64>(physToVirt(below)), level - 1, from, start, end);
      if (from >= start && from + size <= end) {
        table[i] = 0;
        freePages(below, 0);
        this.tablePages--;
      }
    }
  }

  private newTable(): u64 {
    const phys = allocZeroedPage();
    if (phys !== 0) this.tablePages++;
    return phys;
  }
}

/** End of the span of one entry at `level`; for the last entry of the address space it wraps to 0. */
function spanEnd(virt: u64, level: u64): u64 {
  const size: u64 = u64(1) << levelShift(level);
  return (virt & ~(size - 1)) + size;
}
