/** Who has the memory: the report that comes with running out of it. Allocates nothing. */
import { holdsPage } from "../arch/x64/pte.ts";
import { logWriter, report } from "../lib/log.ts";
import { space } from "./addressspace.ts";
import { withheldPages } from "./balloon.ts";
import { heapUsage } from "./heap.ts";
import { kernelStackPages } from "./kernelstack.ts";
import { PAGE_SIZE } from "./layout.ts";
import type { Mappings } from "./mappings.ts";
import { writeArea } from "./maps.ts";
import { freePageCount, totalPageCount } from "./pages.ts";
import { firstMemoryUser } from "./users.ts";
import type { Vma } from "./vma.ts";

const KIB_PER_PAGE: u64 = PAGE_SIZE / 1024;
const SHOWN: u64 = 5;

const MOST_USERS: u64 = 12;

class Shares {
  readonly names!: FixedArray<string, 12>;
  readonly pages!: FixedArray<u64, 12>;
  count: u64 = 0;
  sum: u64 = 0;

  add(name: string, pages: u64): void {
    this.sum += pages;
    if (this.count === MOST_USERS || pages === 0) return;
    // In order, greatest first.
    let at = this.count;
    for (; at > 0 && this.pages[at - 1] < pages; at--) {
      this.names[at] = this.names[at - 1];
      this.pages[at] = this.pages[at - 1];
    }
    this.names[at] = name;
    this.pages[at] = pages;
    this.count++;
  }
}

/** Totals, everybody who has pages, and the areas of the program that hold most. */
export function reportMemory(): void {
  const m = space.mappings;
  const [, , heapPages] = heapUsage();
  const total = totalPageCount();
  report(`memory: ${total * KIB_PER_PAGE} KiB in all, ${freePageCount() * KIB_PER_PAGE} KiB free`);
  if (withheldPages() > 0) report(`  the host has taken ${withheldPages() * KIB_PER_PAGE} KiB back`);
  const shares: Embed<Shares> = new Shares();
  shares.add("the program's areas", m.residentPages);
  shares.add("its page tables", m.table.tablePages);
  shares.add("kernel heap", heapPages);
  shares.add("kernel stacks", kernelStackPages());
  for (let user = firstMemoryUser(); user !== null; user = user.next) shares.add(user.name, user.pages());
  // Pages of files that are mapped count twice: in the program and where the file is.
  const known = freePageCount() + shares.sum;
  if (total > known) shares.add("others", total - known);
  for (let i: u64 = 0; i < shares.count; i++) {
    report(`  ${pad(shares.pages[i] * KIB_PER_PAGE, 10)} KiB  ${shares.names[i]}`);
  }
  report("the greatest areas:");
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
