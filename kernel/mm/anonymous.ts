/**
 * Faults on anonymous memory: zeros on demand.
 *
 * A first write gets a 2 MiB page where largepages.ts allows. Otherwise one page at a time, but where a program goes
 * through memory upwards, several: the second page in a row brings the next one along, and so on up to RUN_AT_MOST.
 */
import { ENTRIES, holdsPage, tableIndex } from "../arch/x64/pte.ts";
import { entryFor, FaultOutcome, renew } from "./entries.ts";
import { mapLargePage } from "./largepages.ts";
import { PAGE_SIZE } from "./layout.ts";
import type { Mappings } from "./mappings.ts";
import { allocPageBlock, allocZeroedProgramPage, memoryIsAmple } from "./pages.ts";
import { physToVirt } from "./physmap.ts";
import type { Vma } from "./vma.ts";

/** Pages of one fault, a power of two. */
const RUN_AT_MOST: u64 = 16;
/** Faults in a row before pages are brought along. */
const ROW: u32 = 2;

export function zeroPage(m: Mappings, vma: Vma, page: u64, write: boolean): u32 {
  let slot = m.table.entry(page);
  if (slot === null) {
    const large = m.table.largeEntry(page);
    if (large !== null) return renew(vma, large, page);
    if (write && mapLargePage(m, vma, page, entryFor(vma, 0, false))) return FaultOutcome.handled;
    slot = m.table.ensureEntry(page, 0);
    if (slot === null) return FaultOutcome.outOfMemory;
  }
  if (holdsPage(slot[0])) return renew(vma, slot, page);
  if (page === vma.nextFault) {
    if (vma.faultsInRow < ROW + 4) vma.faultsInRow++;
    if (vma.faultsInRow > ROW && mapRun(m, vma, slot, page)) return FaultOutcome.handled;
  } else {
    vma.faultsInRow = 0;
  }
  const phys = allocZeroedProgramPage();
  if (phys === 0) return FaultOutcome.outOfMemory;
  slot[0] = entryFor(vma, phys, false);
  m.residentPages++;
  vma.nextFault = page + PAGE_SIZE;
  return FaultOutcome.handled;
}

/** Maps the empty pages from `page` on, up to a multiple of the run's length. False when it is to be one page after all. */
function mapRun(m: Mappings, vma: Vma, slot: Ptr<u64>, page: u64): boolean {
  const index = tableIndex(page, 0);
  const most = min(RUN_AT_MOST, u64(1) << u64(vma.faultsInRow - ROW));
  const room = min((vma.end - page) / PAGE_SIZE, ENTRIES - index);
  let count: u64 = 1;
  let order: u32 = 0;
  while (count * 2 <= min(most, room) && isFree(slot, count, count * 2)) {
    count *= 2;
    order++;
  }
  if (count === 1 || !memoryIsAmple()) return false;
  const phys = allocPageBlock(order);
  if (phys === 0) return false;
  fillBytes(physToVirt(phys), 0, count * PAGE_SIZE);
  for (let i: u64 = 0; i < count; i++) slot[i] = entryFor(vma, phys + i * PAGE_SIZE, false);
  m.residentPages += count;
  vma.nextFault = page + count * PAGE_SIZE;
  return true;
}

function isFree(slot: Ptr<u64>, from: u64, to: u64): boolean {
  for (let i = from; i < to; i++) if (holdsPage(slot[i])) return false;
  return true;
}
