/**
 * Forgetting translations, on this processor and on those that run the program (arch/x64/smp/shootdown.ts).
 *
 * A page is flushed before anybody can get its memory anew: the kernel lock is held from the change of the entry to
 * the flush.
 */
import { invalidatePage, readCr3, writeCr3 } from "../arch/x64/cpu.ts";
import { forgetElsewhere } from "../arch/x64/smp/shootdown.ts";
import { PAGE_SIZE } from "./layout.ts";

/** More pages than this are cheaper to forget by loading CR3 again, which keeps the kernel's global pages. */
const SINGLE_PAGES: u64 = 32;

/** Forgets a page of the program. */
export function flushPage(virt: u64): void {
  if (TARGET.host) return;
  invalidatePage(virt);
  forgetElsewhere();
}

/** As `flushPage`, after a change that only gave rights: others fault once more where they know the old ones. */
export function flushPageHere(virt: u64): void {
  if (TARGET.host) return;
  invalidatePage(virt);
}

/** Forgets a page of the kernel's area. */
export function flushKernelPage(virt: u64): void {
  if (TARGET.host) return;
  invalidatePage(virt);
  forgetElsewhere();
}

/** Forgets all of the program's pages, and the tables that led to them. */
export function flushProgram(): void {
  if (TARGET.host) return;
  writeCr3(readCr3());
  forgetElsewhere();
}

/** Forgets the program's pages in [start, end). */
export function flushRange(start: u64, end: u64): void {
  if (TARGET.host) return;
  if ((end - start) / PAGE_SIZE > SINGLE_PAGES) writeCr3(readCr3());
  else for (let at = start; at < end; at += PAGE_SIZE) invalidatePage(at);
  forgetElsewhere();
}
