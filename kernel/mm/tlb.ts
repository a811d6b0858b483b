/** Forgetting translations. One CPU for now: there is nobody else to tell. */
import { invalidatePage, readCr3, writeCr3 } from "../arch/x64/cpu.ts";
import { PAGE_SIZE } from "./layout.ts";

/** More pages than this are cheaper to forget by loading CR3 again, which keeps the kernel's global pages. */
const SINGLE_PAGES: u64 = 32;

export function flushPage(virt: u64): void {
  if (TARGET.host) return;
  invalidatePage(virt);
}

/** Forgets all of the program's pages, and the tables that led to them. */
export function flushProgram(): void {
  if (TARGET.host) return;
  writeCr3(readCr3());
}

/** Forgets the program's pages in [start, end). */
export function flushRange(start: u64, end: u64): void {
  if (TARGET.host) return;
  if ((end - start) / PAGE_SIZE > SINGLE_PAGES) {
    flushProgram();
    return;
  }
  for (let at = start; at < end; at += PAGE_SIZE) invalidatePage(at);
}
