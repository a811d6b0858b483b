/** Page-table entries as an area's rights want them, and what a fault comes to. */
import { isLarge, programEntry, withoutDirty, withRights } from "../arch/x64/pte.ts";
import { Prot } from "./mapflags.ts";
import { flushPageHere } from "./tlb.ts";
import type { Vma } from "./vma.ts";

/** What a fault came to. */
export enum FaultOutcome {
  handled = 0,
  /** Nothing is mapped there: SIGSEGV, SEGV_MAPERR. */
  unmapped = 1,
  /** The mapping does not allow the access: SIGSEGV, SEGV_ACCERR. */
  denied = 2,
  /** Beyond the end of the file, or it cannot be read: SIGBUS. */
  beyondFile = 3,
  outOfMemory = 4,
  /** Internal: the areas changed during a read. */
  again = 5,
}

export function entryFor(vma: Vma, phys: u64, copyOnWrite: boolean): u64 {
  const prot = vma.prot;
  const writable = (prot & Prot.write) !== 0;
  const entry = programEntry(phys, prot !== 0, writable, (prot & Prot.execute) !== 0, copyOnWrite);
  // Whether a file's page is written to is what its times depend on: the processor tells.
  return vma.isShared() ? withoutDirty(entry) : entry;
}

/** The page is there with the rights that the area had once, or the TLB knows an older state: gives it those of today. */
export function renew(vma: Vma, slot: Ptr<u64>, page: u64): u32 {
  const prot = vma.prot;
  if (prot === 0 && isLarge(slot[0])) return FaultOutcome.denied;
  slot[0] = withRights(slot[0], prot !== 0, (prot & Prot.write) !== 0, (prot & Prot.execute) !== 0);
  flushPageHere(page);
  return FaultOutcome.handled;
}
