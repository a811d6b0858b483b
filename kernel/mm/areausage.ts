/** What of an area is in memory, and how: what /proc/self/smaps tells. All counts are pages of 4 KiB. */
import { ENTRIES, entryAddress, holdsPage, isCopyOnWrite, isDirty } from "../arch/x64/pte.ts";
import { LARGE_PAGE_SIZE, PAGE_SIZE } from "./layout.ts";
import type { Mappings } from "./mappings.ts";
import { pageReferences } from "./pages.ts";
import { type Vma, VmaFlag } from "./vma.ts";

export class AreaUsage {
  resident: u64 = 0;
  /** Not a file's, or a private copy. */
  anonymous: u64 = 0;
  dirty: u64 = 0;
  /** Shown by another mapping as well; `sharedDirty` of them written to. */
  shared: u64 = 0;
  sharedDirty: u64 = 0;
  /** In pages of 2 MiB. */
  large: u64 = 0;
  locked: u64 = 0;
}

/** Adds an area's pages to the counts. */
export function measureArea(m: Mappings, vma: Vma, usage: AreaUsage): void {
  const before = usage.resident;
  let at = vma.start;
  while (at < vma.end) {
    const [table, spanEnd] = m.table.leafTable(at);
    const stop = min(spanEnd, vma.end);
    if (table !== null) {
      for (; at < stop; at += PAGE_SIZE) {
        const entry = table[(at / PAGE_SIZE) & (ENTRIES - 1)];
        if (holdsPage(entry)) measurePage(vma, entry, usage);
      }
    } else if (m.table.largeEntry(at) !== null) {
      const pages = (stop - at) / PAGE_SIZE;
      usage.resident += pages;
      usage.anonymous += pages;
      usage.dirty += pages;
      if (stop - at === LARGE_PAGE_SIZE) usage.large += pages;
    }
    at = stop;
  }
  if ((vma.flags & VmaFlag.locked) !== 0) usage.locked += usage.resident - before;
}

function measurePage(vma: Vma, entry: u64, usage: AreaUsage): void {
  const isFiles = vma.source !== null && (vma.isShared() || isCopyOnWrite(entry));
  // The page cache holds a file's page once.
  const isShared = pageReferences(entryAddress(entry)) > (isFiles ? 2 : 1);
  const isWritten = isDirty(entry);
  usage.resident++;
  if (!isFiles) usage.anonymous++;
  if (isWritten) usage.dirty++;
  if (isShared) usage.shared++;
  if (isShared && isWritten) usage.sharedDirty++;
}
