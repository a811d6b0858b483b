/** mremap(2): resizing and moving a mapping with its pages; errors in Linux's order (mm/mremap.c, 6.1). */
import { Errno } from "../lib/errno.ts";
import { LARGE_PAGE_SIZE, PAGE_SIZE, PROGRAM_END, pageUp } from "./layout.ts";
import { isBeyondMemory, mayExpand } from "./limits.ts";
import { RemapFlag } from "./mapflags.ts";
import { isProgramRange, type Mappings } from "./mappings.ts";
import { moveRange } from "./pagerange.ts";
import { findPlace } from "./placement.ts";
import { newVma, type Vma, VmaFlag } from "./vma.ts";

const KNOWN: u32 = RemapFlag.mayMove | RemapFlag.fixed | RemapFlag.dontUnmap;

export function remapRange(
  m: Mappings,
  old: u64,
  oldLength: u64,
  newLength: u64,
  flags: u32,
  wanted: u64,
): isize {
  const mayMove = (flags & RemapFlag.mayMove) !== 0;
  const keepsOld = (flags & RemapFlag.dontUnmap) !== 0;
  if ((flags & ~KNOWN) !== 0) return -Errno.EINVAL;
  if ((flags & (RemapFlag.fixed | RemapFlag.dontUnmap)) !== 0 && !mayMove) return -Errno.EINVAL;
  if ((old & (PAGE_SIZE - 1)) !== 0) return -Errno.EINVAL;
  const oldSize = pageUp(oldLength);
  const size = pageUp(newLength);
  if (keepsOld && oldSize !== size) return -Errno.EINVAL;
  if (size === 0 || size > PROGRAM_END) return -Errno.EINVAL;
  const isPlaced = (flags & (RemapFlag.fixed | RemapFlag.dontUnmap)) !== 0;
  if (isPlaced && !isPlace(old, oldSize, size, wanted)) return -Errno.EINVAL;
  if (m.find(old) === null) return -Errno.EFAULT;
  if (isPlaced) return remapTo(m, old, oldSize, size, flags, wanted);
  if (oldSize >= size) {
    if (oldSize > size && !shrink(m, old + size, old + oldSize)) return -Errno.EINVAL;
    return isize(old);
  }
  const [vma, error] = resizable(m, old, oldSize, size);
  if (vma === null) return isize(error);
  if (growInPlace(m, vma, old + oldSize, size - oldSize)) return isize(old);
  if (!mayMove) return -Errno.ENOMEM;
  const target = findPlace(m.vmas, size, false, vma.source === null && size >= LARGE_PAGE_SIZE);
  if (target === 0) return -Errno.ENOMEM;
  return move(m, old, oldSize, size, target, false);
}

/** Whether a range can move to an address at all: to whole pages, and not onto itself. */
function isPlace(old: u64, oldLength: u64, size: u64, wanted: u64): boolean {
  if ((wanted & (PAGE_SIZE - 1)) !== 0 || wanted > PROGRAM_END - size) return false;
  return oldLength <= PROGRAM_END && (old + oldLength <= wanted || wanted + size <= old);
}
/** To an address of the caller's, or leaving the old range mapped. */
function remapTo(m: Mappings, old: u64, oldLength: u64, size: u64, flags: u32, wanted: u64): isize {
  const fixed = (flags & RemapFlag.fixed) !== 0;
  if (fixed && !isProgramRange(wanted, size)) return -Errno.EPERM;
  if (fixed && oldLength === size) return moveAll(m, old, size, wanted, flags);
  // Before anything goes, as Linux does from 6.16 on.
  const oldSize = min(oldLength, size);
  const [vma, error] = resizable(m, old, oldSize, size);
  if (vma === null) return isize(error);
  const prot = vma.prot;
  const areaFlags = vma.flags;
  if (fixed) m.remove(wanted, wanted + size);
  if (oldLength > size && !shrink(m, old + size, old + oldLength)) return -Errno.EINVAL;
  const keepsOld = (flags & RemapFlag.dontUnmap) !== 0;
  if (keepsOld && !mayExpand(m, size, 0, prot, areaFlags)) return -Errno.ENOMEM;
  let target: u64 = wanted;
  if (!fixed) {
    const isFree = wanted !== 0 && isProgramRange(wanted, size) && !m.vmas.overlaps(wanted, wanted + size);
    target = isFree ? wanted : findPlace(m.vmas, size, false, false);
    if (target === 0) return -Errno.ENOMEM;
  }
  return move(m, old, oldSize, size, target, keepsOld);
}

/** Moves all areas of a range, and the gaps between them, to an address of the caller's (Linux from 6.17 on). */
function moveAll(m: Mappings, old: u64, size: u64, wanted: u64, flags: u32): isize {
  const keepsOld = (flags & RemapFlag.dontUnmap) !== 0;
  const end = old + size;
  let at = old;
  while (at < end) {
    const vma = m.vmas.firstFrom(at);
    if (vma === null || vma.start >= end) break;
    const from = max(vma.start, at);
    const length = min(vma.end, end) - from;
    const target = wanted + (from - old);
    m.remove(target, target + length);
    if (keepsOld && !mayExpand(m, length, 0, vma.prot, vma.flags)) return -Errno.ENOMEM;
    const moved = move(m, from, length, length, target, keepsOld);
    if (moved < 0) return moved;
    at = from + length;
  }
  return isize(wanted);
}

function shrink(m: Mappings, start: u64, end: u64): boolean {
  if (end > PROGRAM_END || end < start) return false;
  m.remove(start, end);
  return true;
}

/** The area at `old`, if `oldSize` bytes of it may become `size`; otherwise null and the error. */
function resizable(m: Mappings, old: u64, oldSize: u64, size: u64): [Vma | null, i32] {
  const vma = m.find(old);
  if (vma === null) return [null, -Errno.EFAULT];
  // Nothing of a shared mapping: another view of it.
  if (oldSize === 0 && !vma.isShared()) return [null, -Errno.EINVAL];
  if (oldSize > vma.end - old) return [null, -Errno.EFAULT];
  if (size === oldSize) return [vma, 0];
  const [, wraps] = addOverflow(vma.offset + (old - vma.start), size);
  if (wraps) return [null, -Errno.EINVAL];
  if (isBeyondMemory(size - oldSize) || !mayExpand(m, size - oldSize, 0, vma.prot, vma.flags))
    return [null, -Errno.ENOMEM];
  return [vma, 0];
}

function growInPlace(m: Mappings, vma: Vma, end: u64, more: u64): boolean {
  if (vma.end !== end || !isProgramRange(end, more)) return false;
  const next = m.vmas.next(vma);
  if (next !== null && next.floor() < end + more) return false;
  vma.end = end + more;
  m.vmas.mergeAround(vma.start, vma.end);
  m.changed();
  return true;
}

/** Makes `size` bytes at `target`, where nothing is mapped, out of the mapping at `old`. */
function move(m: Mappings, old: u64, oldSize: u64, size: u64, target: u64, keepsOld: boolean): isize {
  const vma = m.find(old)!;
  const flags = vma.flags & ~u32(VmaFlag.growsDown);
  const owner = vma.owner;
  const moved = newVma(target, target + size, vma.prot, flags, vma.source, vma.offset + (old - vma.start));
  moved.owner = owner;
  if (!moveRange(m.table, old, target, min(oldSize, size))) {
    m.vmas.insert(moved);
    m.remove(target, target + size);
    return -Errno.ENOMEM;
  }
  m.add(moved);
  if (keepsOld) m.changeFlags(old, old + oldSize, 0, VmaFlag.locked);
  else if (oldSize > 0) m.remove(old, old + oldSize);
  return isize(target);
}
