/** Whether a program may have more memory, by its resource limits (getrlimit(2)) and by what the machine has. */
import { PAGE_SIZE } from "./layout.ts";
import { Prot } from "./mapflags.ts";
import type { Mappings } from "./mappings.ts";
import { machinePageCount } from "./pages.ts";
import { currentMemory, type ProgramMemory } from "./programmemory.ts";
import { VmaFlag } from "./vma.ts";

const INFINITY: u64 = 0xffff_ffff_ffff_ffff;

/** Whether an area of these rights and flags counts as data: private, writable, no stack. */
export function isData(prot: u32, flags: u32): boolean {
  return (prot & Prot.write) !== 0 && (flags & (VmaFlag.shared | VmaFlag.growsDown)) === 0;
}

/**
 * Whether `size` bytes of areas may be added. `replaced` bytes of what is mapped will go. RLIMIT_DATA of 0 lets
 * the hard limit count, as Linux's (mm/mmap.c, may_expand_vm).
 */
export function mayExpand(m: Mappings, size: u64, replaced: u64, prot: u32, flags: u32): boolean {
  const memory = currentMemory();
  const { limits } = memory;
  if (limits.total !== INFINITY) {
    const mapped = mappedBytes(m, memory) - replaced;
    if (size > limits.total || mapped > limits.total - size) return false;
  }
  if (limits.data === INFINITY || !isData(prot, flags)) return true;
  const most: u64 = limits.data === 0 ? limits.dataHard : limits.data;
  const data = dataBytes(m, memory);
  return size <= most && data <= most - size;
}

/** More than the machine has: refused at once, as Linux's heuristic overcommit does. */
export function isBeyondMemory(size: u64): boolean {
  return size / PAGE_SIZE > machinePageCount();
}

/** Bytes of all areas that a program has. */
export function mappedBytes(m: Mappings, memory: ProgramMemory): u64 {
  let sum: u64 = 0;
  for (let vma = m.vmas.first(); vma !== null; vma = m.vmas.next(vma))
    if (vma.owner === memory) sum += vma.end - vma.start;
  return sum;
}
/** Bytes of those that are data. */
export function dataBytes(m: Mappings, memory: ProgramMemory): u64 {
  let sum: u64 = 0;
  for (let vma = m.vmas.first(); vma !== null; vma = m.vmas.next(vma))
    if (vma.owner === memory && isData(vma.prot, vma.flags)) sum += vma.end - vma.start;
  return sum;
}
/** Bytes of areas in [start, end). */
export function mappedIn(m: Mappings, start: u64, end: u64): u64 {
  let sum: u64 = 0;
  for (let vma = m.vmas.firstFrom(start); vma !== null && vma.start < end; vma = m.vmas.next(vma))
    sum += min(vma.end, end) - max(vma.start, start);
  return sum;
}
