/**
 * Pages of a range of the program's addresses: taking them out, changing their rights, moving them.
 *
 * A 2 MiB page that a range covers whole is handled as one; one that it covers in part is cut into 4 KiB pages first,
 * which cannot fail. A page is given back only after every CPU has forgotten where it was: the entries lose their
 * access first, then the TLBs are flushed, then the pages go.
 */
import {
  ENTRIES,
  entryAddress,
  holdsPage,
  isDirty,
  isPresent,
  tableIndex,
  withoutAccess,
  withoutDirty,
  withRights,
} from "../arch/x64/pte.ts";
import { LARGE_PAGE_SIZE, PAGE_SIZE } from "./layout.ts";
import { Prot } from "./mapflags.ts";
import { LARGE_ORDER, releasePage, splitPages } from "./pages.ts";
import type { PageTable } from "./pagetable.ts";
import { flushPageHere, flushRange } from "./tlb.ts";

/** Turns the 2 MiB page at `virt`, by its entry, into 4 KiB pages with a reference each. */
export function cutLargePage(table: PageTable, slot: Ptr<u64>, virt: u64): void {
  splitPages(entryAddress(slot[0]), LARGE_ORDER);
  table.cutLarge(slot);
  flushPageHere(virt);
}

/** Cuts the 2 MiB page that crosses `at`, where there is one. */
function cutAt(table: PageTable, at: u64): void {
  if ((at & (LARGE_PAGE_SIZE - 1)) === 0) return;
  const slot = table.largeEntry(at);
  if (slot !== null) cutLargePage(table, slot, at);
}

/** Takes the pages out of [start, end): how many 4 KiB pages there were. */
export function dropRange(table: PageTable, start: u64, end: u64): u64 {
  cutAt(table, start);
  cutAt(table, end);
  if (takeAccess(table, start, end)) flushRange(start, end);
  let dropped: u64 = 0;
  let at = start;
  while (at < end) {
    const [leaf, spanEnd] = table.leafTable(at);
    const stop = min(spanEnd, end);
    if (leaf !== null) dropped += dropIn(leaf, at, stop);
    else {
      const large = table.largeEntry(at);
      if (large !== null) {
        const page = entryAddress(large[0]);
        table.clearLarge(large);
        releasePage(page);
        dropped += ENTRIES;
      }
    }
    at = stop;
  }
  return dropped;
}

function dropIn(leaf: Ptr<u64>, start: u64, stop: u64): u64 {
  let dropped: u64 = 0;
  const first = tableIndex(start, 0);
  const count = (stop - start) / PAGE_SIZE;
  for (let i = first; i < first + count; i++) {
    const entry = leaf[i];
    if (!holdsPage(entry)) continue;
    leaf[i] = 0;
    releasePage(entryAddress(entry));
    dropped++;
  }
  return dropped;
}

/** True when an entry was present: then the TLBs may know it. */
function takeAccess(table: PageTable, start: u64, end: u64): boolean {
  let wasPresent = false;
  let at = start;
  while (at < end) {
    const [leaf, spanEnd] = table.leafTable(at);
    const stop = min(spanEnd, end);
    if (leaf !== null) {
      const first = tableIndex(at, 0);
      const count = (stop - at) / PAGE_SIZE;
      for (let i = first; i < first + count; i++) {
        if (!isPresent(leaf[i])) continue;
        leaf[i] = withoutAccess(leaf[i]);
        wasPresent = true;
      }
    } else {
      const large = table.largeEntry(at);
      if (large !== null) {
        large[0] = withoutAccess(large[0]);
        wasPresent = true;
      }
    }
    at = stop;
  }
  return wasPresent;
}

/** Whether the program wrote to a page of [start, end) since the last call: what the processors noted is taken back. */
export function takeDirty(table: PageTable, start: u64, end: u64): boolean {
  let found = false;
  let at = start;
  while (at < end) {
    const [leaf, spanEnd] = table.leafTable(at);
    const stop = min(spanEnd, end);
    if (leaf !== null) {
      const first = tableIndex(at, 0);
      const count = (stop - at) / PAGE_SIZE;
      for (let i = first; i < first + count; i++) {
        if (!isDirty(leaf[i])) continue;
        leaf[i] = withoutDirty(leaf[i]);
        found = true;
      }
    }
    at = stop;
  }
  if (found) flushRange(start, end);
  return found;
}

/** Gives the pages that are there the rights of `prot`. */
export function protectRange(table: PageTable, start: u64, end: u64, prot: u32): void {
  const readable = prot !== 0;
  const writable = (prot & Prot.write) !== 0;
  const executable = (prot & Prot.execute) !== 0;
  cutAt(table, start);
  cutAt(table, end);
  let wasPresent = false;
  let at = start;
  while (at < end) {
    const [leaf, spanEnd] = table.leafTable(at);
    const stop = min(spanEnd, end);
    if (leaf === null) {
      const large = table.largeEntry(at);
      if (large !== null) {
        wasPresent = true;
        if (!readable) {
          cutLargePage(table, large, at);
          continue;
        }
        large[0] = withRights(large[0], true, writable, executable);
      }
    } else {
      const first = tableIndex(at, 0);
      const count = (stop - at) / PAGE_SIZE;
      for (let i = first; i < first + count; i++) {
        const entry = leaf[i];
        if (!holdsPage(entry)) continue;
        leaf[i] = withRights(entry, readable, writable, executable);
        if (isPresent(entry)) wasPresent = true;
      }
    }
    at = stop;
  }
  if (wasPresent) flushRange(start, end);
}

/** Moves the pages of [from, from + length) to `to`, where there are none. False, with nothing moved, when out of memory. */
export function moveRange(table: PageTable, from: u64, to: u64, length: u64): boolean {
  const whole = ((from ^ to) & (LARGE_PAGE_SIZE - 1)) === 0;
  cutAt(table, from);
  cutAt(table, from + length);
  // All tables first, so that the move itself cannot fail half-way.
  for (let at: u64 = 0; at < length; at += PAGE_SIZE) {
    const large = table.largeEntry(from + at);
    if (large !== null && !whole) cutLargePage(table, large, from + at);
    if (table.pageAt(from + at) === 0) continue;
    if (table.ensureEntry(to + at, large !== null && whole ? 1 : 0) === null) return false;
    if (large !== null && whole) at += LARGE_PAGE_SIZE - PAGE_SIZE;
  }
  for (let at: u64 = 0; at < length; at += PAGE_SIZE) {
    const large = table.largeEntry(from + at);
    if (large !== null) {
      table.moveLarge(large, table.ensureEntry(to + at, 1)!);
      at += LARGE_PAGE_SIZE - PAGE_SIZE;
      continue;
    }
    const source = table.entry(from + at);
    if (source === null || !holdsPage(source[0])) continue;
    const target = table.ensureEntry(to + at, 0)!;
    target[0] = source[0];
    source[0] = 0;
  }
  flushRange(from, from + length);
  return true;
}
