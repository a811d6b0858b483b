/** What resource limits (getrlimit(2)) say of memory, in bytes; process/limits.ts keeps them up to date. */
import { PAGE_SIZE, STACK_LIMIT } from "./layout.ts";
import { Prot } from "./mapflags.ts";
import type { Mappings } from "./mappings.ts";
import { totalPageCount } from "./pages.ts";
import { VmaFlag } from "./vma.ts";

const INFINITY: u64 = 0xffff_ffff_ffff_ffff;

class MemoryLimits {
  /** RLIMIT_AS. */
  total: u64 = INFINITY;
  /** RLIMIT_DATA, soft and hard. */
  data: u64 = INFINITY;
  dataHard: u64 = INFINITY;
  /** RLIMIT_STACK. */
  stack: u64 = STACK_LIMIT;
}
export const memoryLimits = new MemoryLimits();

/** Whether an area of these rights and flags counts as data: private, writable, no stack. */
export function isData(prot: u32, flags: u32): boolean {
  return (prot & Prot.write) !== 0 && (flags & (VmaFlag.shared | VmaFlag.growsDown)) === 0;
}

/**
 * Whether `size` bytes of areas may be added. `replaced` bytes of what is mapped will go. RLIMIT_DATA of 0 lets
 * the hard limit count, as Linux's (mm/mmap.c, may_expand_vm).
 */
export function mayExpand(m: Mappings, size: u64, replaced: u64, prot: u32, flags: u32): boolean {
  const limits = memoryLimits;
  if (limits.total !== INFINITY) {
    const mapped = mappedBytes(m) - replaced;
    if (size > limits.total || mapped > limits.total - size) return false;
  }
  if (limits.data === INFINITY || !isData(prot, flags)) return true;
  const most: u64 = limits.data === 0 ? limits.dataHard : limits.data;
  const data = dataBytes(m);
  return size <= most && data <= most - size;
}

/** More than the machine has: refused at once, as Linux's heuristic overcommit does. */
export function isBeyondMemory(size: u64): boolean {
  return size / PAGE_SIZE > totalPageCount();
}

/** Bytes of all areas. */
export function mappedBytes(m: Mappings): u64 {
  let sum: u64 = 0;
  for (let vma = m.vmas.first(); vma !== null; vma = m.vmas.next(vma)) sum += vma.end - vma.start;
  return sum;
}
/** Bytes of the areas that are data. */
export function dataBytes(m: Mappings): u64 {
  let sum: u64 = 0;
  for (let vma = m.vmas.first(); vma !== null; vma = m.vmas.next(vma))
    if (isData(vma.prot, vma.flags)) sum += vma.end - vma.start;
  return sum;
}
/** Bytes of areas in [start, end). */
export function mappedIn(m: Mappings, start: u64, end: u64): u64 {
  let sum: u64 = 0;
  for (let vma = m.vmas.firstFrom(start); vma !== null && vma.start < end; vma = m.vmas.next(vma))
    sum += min(vma.end, end) - max(vma.start, start);
  return sum;
}
