/**
 * 2 MiB pages for the program's private anonymous memory (docs/adr/0010).
 *
 * The first write to an aligned 2 MiB range that lies wholly in one area, and in which nothing is mapped, is given one
 * page, as long as a quarter of memory stays free. What the program writes to is not known beforehand, so a page may be
 * mostly zeros: when memory runs short, such pages are cut and their zeros given back.
 */
import { ENTRIES, entryAddress, holdsPage, largeProgramEntry, withoutAccess } from "../arch/x64/pte.ts";
import { Errno } from "../lib/errno.ts";
import { entryFor } from "./entries.ts";
import { LARGE_PAGE_SIZE, PAGE_SIZE } from "./layout.ts";
import { Prot } from "./mapflags.ts";
import type { Mappings } from "./mappings.ts";
import { cutLargePage, protectRange } from "./pagerange.ts";
import { allocLargePage, freePages, LARGE_ORDER, releasePage } from "./pages.ts";
import { physToVirt } from "./physmap.ts";
import { flushProgram, flushRange } from "./tlb.ts";
import { type Vma, VmaFlag } from "./vma.ts";

let allowed = true;

/** PR_SET_THP_DISABLE of prctl(2): whether faults may still be given 2 MiB pages. */
export function allowLargePages(are: boolean): void {
  allowed = are;
}
export function largePagesAllowed(): boolean {
  return allowed;
}

/** Fewer zero pages than this in a 2 MiB page are not worth cutting it. */
const WORTH_CUTTING: u64 = 32;

/** Whether the area may hold 2 MiB pages. */
export function mayBeLarge(vma: Vma): boolean {
  const banned = VmaFlag.shared | VmaFlag.growsDown | VmaFlag.noLarge | VmaFlag.stack;
  return allowed && vma.source === null && (vma.flags & banned) === 0;
}

/** Maps a page of zeros around `address`, with the entry that `entryFor` gives a page. False where 4 KiB must do. */
export function mapLargePage(m: Mappings, vma: Vma, address: u64, rights: u64): boolean {
  const base = address & ~(LARGE_PAGE_SIZE - 1);
  if (base < vma.start || vma.end - base < LARGE_PAGE_SIZE || !mayBeLarge(vma)) return false;
  if (!m.table.mayMapLarge(base)) return false;
  const page = allocLargePage();
  if (page === 0) return false;
  fillBytes(physToVirt(page), 0, LARGE_PAGE_SIZE);
  if (!m.table.mapLarge(base, largeProgramEntry(page | rights))) {
    freePages(page, LARGE_ORDER);
    return false;
  }
  m.residentPages += LARGE_PAGE_SIZE / PAGE_SIZE;
  return true;
}

/** Gives back the zeros in 2 MiB pages until `wanted` pages are free: how many it freed. Allocates nothing. */
export function shrinkLargePages(m: Mappings, wanted: u64): u64 {
  let freed: u64 = 0;
  if (m.table.largePages === 0) return 0;
  for (let vma = m.vmas.first(); vma !== null && freed < wanted; vma = m.vmas.next(vma)) {
    let at = (vma.start + LARGE_PAGE_SIZE - 1) & ~(LARGE_PAGE_SIZE - 1);
    for (; at + LARGE_PAGE_SIZE <= vma.end && freed < wanted; at += LARGE_PAGE_SIZE) {
      const slot = m.table.largeEntry(at);
      if (slot === null) continue;
      const page = entryAddress(slot[0]);
      if (zeroPagesIn(page) < WORTH_CUTTING) continue;
      cutLargePage(m.table, slot, at);
      freed += dropZeros(m, at);
    }
  }
  return freed;
}

function zeroPagesIn(page: u64): u64 {
  let zeros: u64 = 0;
  for (let at: u64 = 0; at < LARGE_PAGE_SIZE; at += PAGE_SIZE) if (isZero(page + at)) zeros++;
  return zeros;
}

/** The pages lose their access first: another CPU may be writing to one at this moment. */
function dropZeros(m: Mappings, base: u64): u64 {
  const [table] = m.table.leafTable(base);
  if (table === null) return 0;
  let freed: u64 = 0;
  for (let i: u64 = 0; i < LARGE_PAGE_SIZE / PAGE_SIZE; i++) {
    const entry = table[i];
    if (!isZero(entryAddress(entry))) continue;
    const at = base + i * PAGE_SIZE;
    table[i] = withoutAccess(entry);
    flushRange(at, at + PAGE_SIZE);
    if (!isZero(entryAddress(entry))) {
      table[i] = entry;
      continue;
    }
    table[i] = 0;
    releasePage(entryAddress(entry));
    m.residentPages--;
    freed++;
  }
  return freed;
}

function isZero(page: u64): boolean {
  const words = ptr<u64>(physToVirt(page));
  for (let i: u64 = 0; i < PAGE_SIZE / 8; i++) if (words[i] !== 0) return false;
  return true;
}

/**
 * MADV_COLLAPSE: puts 2 MiB pages in place of small ones, also where faults are given none. -ENOMEM where nothing is mapped, -EINVAL
 * where an area can hold none, -EAGAIN when memory is short.
 */
export function collapseRange(m: Mappings, start: u64, end: u64): i32 {
  let at = start;
  while (at < end) {
    const vma = m.find(at);
    if (vma === null) return -Errno.ENOMEM;
    const banned = VmaFlag.shared | VmaFlag.growsDown | VmaFlag.noLarge;
    if (vma.source !== null || (vma.flags & banned) !== 0) return -Errno.EINVAL;
    const stop = min(vma.end, end);
    let base = (max(vma.start, start) + LARGE_PAGE_SIZE - 1) & ~(LARGE_PAGE_SIZE - 1);
    for (; base + LARGE_PAGE_SIZE <= stop; base += LARGE_PAGE_SIZE) {
      if ((vma.prot & Prot.read) !== 0 && !collapse(m, vma, base)) return -Errno.EAGAIN;
    }
    at = stop;
  }
  return 0;
}

/** The small pages lose their access first, so that nothing is written to them while they are copied. */
function collapse(m: Mappings, vma: Vma, base: u64): boolean {
  const [table] = m.table.leafTable(base);
  if (table === null) return true;
  const page = allocLargePage();
  if (page === 0) return false;
  protectRange(m.table, base, base + LARGE_PAGE_SIZE, 0);
  for (let i: u64 = 0; i < ENTRIES; i++) {
    const to = physToVirt(page + i * PAGE_SIZE);
    if (holdsPage(table[i])) copyBytes(to, physToVirt(entryAddress(table[i])), PAGE_SIZE);
    else fillBytes(to, 0, PAGE_SIZE);
  }
  m.dropPages(base, base + LARGE_PAGE_SIZE);
  m.table.joinLarge(base, largeProgramEntry(entryFor(vma, page, false)));
  m.residentPages += ENTRIES;
  flushProgram();
  return true;
}
