/**
 * Page faults of the program's half: pages of files, copies on write. Anonymous memory is anonymous.ts's business.
 *
 * A private mapping of a file shows the page cache's own page, read-only, until it is written to; a shared one shows
 * it writable. Around a fault on a file up to 16 pages are mapped that are in the cache already.
 *
 * Reading a file may sleep, and the areas may be different afterwards: then the fault is looked at afresh. The second
 * look finds the page in the cache, so this ends.
 */
import { entryAddress, holdsPage, isCopyOnWrite } from "../arch/x64/pte.ts";
import { zeroPage } from "./anonymous.ts";
import { entryFor, FaultOutcome, renew } from "./entries.ts";
import { PAGE_SIZE, pageDown } from "./layout.ts";
import { Prot } from "./mapflags.ts";
import type { Mappings } from "./mappings.ts";
import { allocProgramPage, memoryIsShort, pageReferences, releasePage } from "./pages.ts";
import type { PageSource } from "./pagesource.ts";
import { physToVirt } from "./physmap.ts";
import { flushPage } from "./tlb.ts";
import type { Vma } from "./vma.ts";

export { FaultOutcome };

/** Bytes of the window around a fault whose cached pages are mapped along. */
const AROUND: u64 = 16 * 4096;

export function resolveFault(m: Mappings, address: u64, write: boolean, execute: boolean): u32 {
  const page = pageDown(address);
  while (true) {
    const vma = m.reach(address);
    if (vma === null) return FaultOutcome.unmapped;
    if (!allows(vma.prot, write, execute)) return FaultOutcome.denied;
    const source = vma.source;
    const outcome: u32 =
      source === null ? zeroPage(m, vma, page, write) : filePage(m, vma, source, page, write);
    if (outcome !== FaultOutcome.again) return outcome;
  }
}

function allows(prot: u32, write: boolean, execute: boolean): boolean {
  if (write) return (prot & Prot.write) !== 0;
  if (execute) return (prot & Prot.execute) !== 0;
  return prot !== 0;
}

function filePage(m: Mappings, vma: Vma, source: PageSource, page: u64, write: boolean): u32 {
  const slot = m.table.ensureEntry(page, 0);
  if (slot === null) return FaultOutcome.outOfMemory;
  const entry = slot[0];
  if (holdsPage(entry)) {
    if (write && isCopyOnWrite(entry)) return copyMapped(vma, slot, page);
    return renew(vma, slot, page);
  }
  const index = vma.sourceIndex(page);
  if (index * PAGE_SIZE >= source.pageSourceSize()) return FaultOutcome.beyondFile;
  let phys = source.cachedPage(index);
  if (phys === 0) {
    const generation = m.generation;
    source.retain();
    phys = source.page(index);
    source.release();
    if (m.generation !== generation || (phys !== 0 && holdsPage(slot[0]))) {
      if (phys !== 0) releasePage(phys);
      return FaultOutcome.again;
    }
    if (phys === 0) return memoryIsShort() ? FaultOutcome.outOfMemory : FaultOutcome.beyondFile;
  }
  if (write && !vma.isShared()) {
    const copy = copyOf(phys);
    releasePage(phys);
    if (copy === 0) return FaultOutcome.outOfMemory;
    slot[0] = entryFor(vma, copy, false);
    m.residentPages++;
    return FaultOutcome.handled;
  }
  slot[0] = entryFor(vma, phys, !vma.isShared());
  m.residentPages++;
  mapAround(m, vma, source, page);
  return FaultOutcome.handled;
}

/** First write to a page of a file that is mapped already. */
function copyMapped(vma: Vma, slot: Ptr<u64>, page: u64): u32 {
  const old = entryAddress(slot[0]);
  if (pageReferences(old) === 1) {
    // The cache has let go of it: nobody else sees the page.
    slot[0] = entryFor(vma, old, false);
  } else {
    const copy = copyOf(old);
    if (copy === 0) return FaultOutcome.outOfMemory;
    slot[0] = entryFor(vma, copy, false);
    flushPage(page);
    releasePage(old);
    return FaultOutcome.handled;
  }
  flushPage(page);
  return FaultOutcome.handled;
}

function copyOf(phys: u64): u64 {
  const copy = allocProgramPage();
  if (copy !== 0) copyBytes(physToVirt(copy), physToVirt(phys), PAGE_SIZE);
  return copy;
}

/** Maps what is cached in the aligned window around `page`. Never sleeps, never allocates. */
function mapAround(m: Mappings, vma: Vma, source: PageSource, page: u64): void {
  const window = page & ~(AROUND - 1);
  const [table] = m.table.leafTable(page);
  if (table === null) return;
  const stop = min(window + AROUND, vma.end);
  const size = source.pageSourceSize();
  for (let at = max(window, vma.start); at < stop; at += PAGE_SIZE) {
    const slot = (at / PAGE_SIZE) & 511;
    if (holdsPage(table[slot])) continue;
    const index = vma.sourceIndex(at);
    if (index * PAGE_SIZE >= size) return;
    const phys = source.cachedPage(index);
    if (phys === 0) continue;
    table[slot] = entryFor(vma, phys, !vma.isShared());
    m.residentPages++;
  }
}
