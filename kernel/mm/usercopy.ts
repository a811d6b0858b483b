/**
 * Writing to the program's memory before it runs: page by page through the direct map, faulting pages in, so that
 * running out of memory is an answer and not a trap.
 */
import type { AddressSpace } from "./addressspace.ts";
import { PAGE_SIZE } from "./layout.ts";
import { physToVirt } from "./physmap.ts";

/** The kernel's address of a program page that is ready to be written; 0 when it cannot be. */
function writablePage(space: AddressSpace, address: u64): u64 {
  if (space.handleFault(address, true, false) !== 0) return 0;
  const page = space.mappings.table.pageAt(address);
  return page === 0 ? 0 : physToVirt(page);
}

/**
 * Copies `n` bytes from kernel memory to `to`. False when part of it is not writable or memory is short.
 * @inline never
 */
export function copyToProgram(space: AddressSpace, to: u64, from: u64, n: u64): boolean {
  let done: u64 = 0;
  while (done < n) {
    const inPage = (to + done) & (PAGE_SIZE - 1);
    const step = min(PAGE_SIZE - inPage, n - done);
    const page = writablePage(space, to + done);
    if (page === 0) return false;
    copyBytes(page + inPage, from + done, step);
    done += step;
  }
  return true;
}

/** Zeroes `n` bytes at `to`. */
export function zeroInProgram(space: AddressSpace, to: u64, n: u64): boolean {
  let done: u64 = 0;
  while (done < n) {
    const inPage = (to + done) & (PAGE_SIZE - 1);
    const step = min(PAGE_SIZE - inPage, n - done);
    const page = writablePage(space, to + done);
    if (page === 0) return false;
    fillBytes(page + inPage, 0, step);
    done += step;
  }
  return true;
}
