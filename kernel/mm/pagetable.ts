/**
 * Four-level page tables: finding and making the entry of a page. What entries mean is pte.ts's business; who owns the
 * pages that they name is the caller's.
 *
 * Tables are pages of the page allocator, reached through the direct map. Changing an entry that was present needs
 * a TLB flush (tlb.ts), which is the caller's too.
 *
 * Invariant: for every 2 MiB page that `mapLarge` mapped one spare table is kept, so that cutting the page into 4 KiB
 * pages needs no memory and cannot fail. Such an entry is always present.
 */
import {
  ENTRIES,
  entryAddress,
  holdsPage,
  isLarge,
  isPresent,
  levelShift,
  partOfLarge,
  TOP_LEVEL,
  tableEntry,
  tableIndex,
} from "../arch/x64/pte.ts";
import { allocZeroedPage, freePages } from "./pages.ts";
import { physToVirt } from "./physmap.ts";

export class PageTable {
  /** Physical address of the top table; 0 before `init`. */
  root: u64 = 0;
  /** Pages that tables take, the spare ones included. */
  tablePages: u64 = 0;
  /** 2 MiB pages that `mapLarge` mapped and nothing has taken out or cut since. */
  largePages: u64 = 0;
  /** Tables that wait for `freeUnlinked`, chained in the same way. */
  private unlinked: u64 = 0;
  /** Spare tables, chained through their first words: physical addresses, 0 at the end. */
  private spareTables: u64 = 0;

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

  /** The entry of the 2 MiB page that `virt` lies in; null when there is none. */
  largeEntry(virt: u64): Ptr<u64> | null {
    const slot = this.entryAtLevel1(virt);
    return slot !== null && isLarge(slot[0]) ? slot : null;
  }

  /** The entry that covers 2 MiB around `virt`, a table's or a large page's or empty; null when no table holds one. */
  private entryAtLevel1(virt: u64): Ptr<u64> | null {
    let table = ptr<u64>(physToVirt(this.root));
    let level = TOP_LEVEL;
    while (level > 1) {
      const entry = table[tableIndex(virt, level)];
      if (!isPresent(entry) || isLarge(entry)) return null;
      table = ptr<u64>(physToVirt(entryAddress(entry)));
      level--;
    }
    return table.add(tableIndex(virt, 1));
  }

  /** Physical address of the page, 4 KiB or 2 MiB, that holds `virt`, as that of its 4 KiB; 0 when there is none. */
  pageAt(virt: u64): u64 {
    const slot = this.entry(virt);
    if (slot !== null) return holdsPage(slot[0]) ? entryAddress(slot[0]) : 0;
    const large = this.largeEntry(virt);
    return large === null ? 0 : entryAddress(large[0]) + (tableIndex(virt, 0) << levelShift(0));
  }

  /** Whether `mapLarge` can map a page at `virt`, but for memory. */
  mayMapLarge(virt: u64): boolean {
    const slot = this.entryAtLevel1(virt);
    return slot === null || slot[0] === 0;
  }

  /** Maps a 2 MiB page where there is no table yet. False when there is one, or no memory for tables. */
  mapLarge(virt: u64, entry: u64): boolean {
    const slot = this.ensureEntry(virt, 1);
    if (slot === null || slot[0] !== 0) return false;
    const spare = this.newTable();
    if (spare === 0) return false;
    this.keepSpare(spare);
    slot[0] = entry;
    return true;
  }

  private keepSpare(table: u64): void {
    ptr<u64>(physToVirt(table))[0] = this.spareTables;
    this.spareTables = table;
    this.largePages++;
  }

  /** Puts a 2 MiB page in place of a table whose entries are all empty. The flush is the caller's. */
  joinLarge(virt: u64, entry: u64): void {
    const slot = this.entryAtLevel1(virt)!;
    this.keepSpare(entryAddress(slot[0]));
    slot[0] = entry;
  }

  /** Takes a 2 MiB page out by its entry. */
  clearLarge(slot: Ptr<u64>): void {
    slot[0] = 0;
    freePages(this.takeSpare(), 0);
    this.tablePages--;
  }

  /** Moves a 2 MiB page's entry, with its spare table, to an empty one. */
  moveLarge(from: Ptr<u64>, to: Ptr<u64>): void {
    to[0] = from[0];
    from[0] = 0;
  }

  /** Puts a table of 4 KiB pages in place of a 2 MiB page. The translation stays; the flush is the caller's. */
  cutLarge(slot: Ptr<u64>): void {
    const entry = slot[0];
    const table = this.takeSpare();
    const parts = ptr<u64>(physToVirt(table));
    for (let i: u64 = 0; i < ENTRIES; i++) parts[i] = partOfLarge(entry, i);
    slot[0] = tableEntry(table);
  }

  private takeSpare(): u64 {
    const spare = this.spareTables;
    const first = ptr<u64>(physToVirt(spare));
    this.spareTables = first[0];
    first[0] = 0;
    this.largePages--;
    return spare;
  }

  /**
   * Takes out the tables that cover nothing but addresses in [start, end). Every page there must be gone. True when any
   * was: then the TLBs must be flushed, and `freeUnlinked` called.
   */
  unlinkTables(start: u64, end: u64): boolean {
    if (start < end) this.freeBelow(ptr<u64>(physToVirt(this.root)), TOP_LEVEL, 0, start, end);
    return this.unlinked !== 0;
  }

  /** Frees what `unlinkTables` took out, now that no processor walks it. */
  freeUnlinked(): void {
    while (this.unlinked !== 0) {
      const table = this.unlinked;
      this.unlinked = ptr<u64>(physToVirt(table))[0];
      freePages(table, 0);
      this.tablePages--;
    }
  }

  /** @depth 4 levels of a page table */
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
        // As an entry the link is an absent page: it does no harm to who still walks the table.
        ptr<u64>(physToVirt(below))[0] = this.unlinked;
        this.unlinked = below;
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
