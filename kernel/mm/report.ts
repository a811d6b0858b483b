/** Who has the memory: the report that comes with running out of it. Allocates nothing. */
import { holdsPage } from "../arch/x64/pte.ts";
import { logWriter, report } from "../lib/log.ts";
import { space } from "./addressspace.ts";
import { heapUsage } from "./heap.ts";
import { PAGE_SIZE } from "./layout.ts";
import type { Mappings } from "./mappings.ts";
import { writeArea } from "./maps.ts";
import { freePageCount, totalPageCount } from "./pages.ts";
import type { Vma } from "./vma.ts";

const KIB_PER_PAGE: u64 = PAGE_SIZE / 1024;
const SHOWN: u64 = 5;

/** Totals, and the areas of the program that hold most pages. */
export function reportMemory(): void {
  const m = space.mappings;
  const [bytes, objects, heapPages] = heapUsage();
  const total = totalPageCount();
  const known = freePageCount() + m.residentPages + m.table.tablePages + heapPages;
  report(`memory: ${total * KIB_PER_PAGE} KiB in all, ${freePageCount() * KIB_PER_PAGE} KiB free`);
  report(
    `  program ${m.residentPages * KIB_PER_PAGE} KiB in ${m.vmas.size()} areas, page tables ${m.table.tablePages * KIB_PER_PAGE} KiB`,
  );
  report(`  kernel heap ${heapPages * KIB_PER_PAGE} KiB: ${objects} objects of ${bytes / 1024} KiB`);
  // Pages of files that are mapped count twice: in the program and in the cache.
  const rest: u64 = total > known ? total - known : 0;
  report(`  page cache, stacks and devices ${rest * KIB_PER_PAGE} KiB`);
  reportGreatest(m);
}

/** The areas with most pages in memory, greatest first: each pass finds the next smaller one. */
function reportGreatest(m: Mappings): void {
  let limit: u64 = 0xffff_ffff_ffff_ffff;
  for (let i: u64 = 0; i < SHOWN; i++) {
    let greatest: Vma | null = null;
    let most: u64 = 0;
    for (let vma = m.vmas.first(); vma !== null; vma = m.vmas.next(vma)) {
      const pages = areaResidentPages(m, vma);
      if (pages > most && pages < limit) {
        most = pages;
        greatest = vma;
      }
    }
    if (greatest === null) return;
    limit = most;
    const w = logWriter();
    w.string("  ");
    w.unsigned(most * KIB_PER_PAGE, 10);
    w.string(" KiB  ");
    writeArea(greatest, w);
  }
}

/** Pages of an area that are in memory. */
export function areaResidentPages(m: Mappings, vma: Vma): u64 {
  let count: u64 = 0;
  let at = vma.start;
  while (at < vma.end) {
    const [table, spanEnd] = m.table.leafTable(at);
    const stop = min(spanEnd, vma.end);
    if (table !== null) {
      for (; at < stop; at += PAGE_SIZE) if (holdsPage(table[(at / PAGE_SIZE) & 511])) count++;
    }
    at = stop;
  }
  return count;
}
