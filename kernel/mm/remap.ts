/** mremap(2): resizing and moving a mapping with its pages. */
import { Errno } from "../lib/errno.ts";
import { MMAP_TOP, PAGE_SIZE, PROGRAM_END, PROGRAM_START, pageUp } from "./layout.ts";
import { RemapFlag } from "./mapflags.ts";
import { isProgramRange, type Mappings } from "./mappings.ts";
import { moveRange } from "./pagerange.ts";
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
  const fixed = (flags & RemapFlag.fixed) !== 0;
  const mayMove = (flags & RemapFlag.mayMove) !== 0;
  const keepsOld = (flags & RemapFlag.dontUnmap) !== 0;
  if ((flags & ~KNOWN) !== 0 || (old & (PAGE_SIZE - 1)) !== 0) return -Errno.EINVAL;
  if ((fixed || keepsOld) && !mayMove) return -Errno.EINVAL;
  if (newLength === 0 || newLength > PROGRAM_END || oldLength > PROGRAM_END) return -Errno.EINVAL;
  const oldSize = pageUp(oldLength);
  const size = pageUp(newLength);
  if (keepsOld && oldSize !== size) return -Errno.EINVAL;
  const vma = m.find(old);
  if (vma === null || oldSize > vma.end - old) return -Errno.EFAULT;
  if (oldSize === 0 && !(vma.isShared() && vma.source !== null && mayMove)) return -Errno.EINVAL;
  if (keepsOld && vma.source !== null) return -Errno.EINVAL;
  if (fixed) {
    if ((wanted & (PAGE_SIZE - 1)) !== 0 || !isProgramRange(wanted, size)) return -Errno.EINVAL;
    if (wanted < old + oldSize && old < wanted + size) return -Errno.EINVAL;
    m.remove(wanted, wanted + size);
    return move(m, old, oldSize, size, wanted, keepsOld);
  }
  if (!keepsOld && oldSize > 0) {
    if (size <= oldSize) {
      if (size < oldSize) m.remove(old + size, old + oldSize);
      return isize(old);
    }
    if (growInPlace(m, vma, old + oldSize, size - oldSize)) return isize(old);
  }
  if (!mayMove) return -Errno.ENOMEM;
  const target = m.vmas.findGap(size, PROGRAM_START, MMAP_TOP);
  if (target === 0) return -Errno.ENOMEM;
  return move(m, old, oldSize, size, target, keepsOld);
}

function growInPlace(m: Mappings, vma: Vma, end: u64, more: u64): boolean {
  if (vma.end !== end || !isProgramRange(end, more)) return false;
  const next = m.vmas.next(vma);
  if (next !== null && next.floor() < end + more) return false;
  const [, wraps] = addOverflow(vma.offset, end + more - vma.start);
  if (wraps) return false;
  vma.end = end + more;
  m.vmas.mergeAround(vma.start, vma.end);
  m.changed();
  return true;
}

/** Makes `size` bytes at `target`, where nothing is mapped, out of the mapping at `old`. */
function move(m: Mappings, old: u64, oldSize: u64, size: u64, target: u64, keepsOld: boolean): isize {
  const vma = m.find(old);
  if (vma === null) return -Errno.EFAULT;
  const flags = vma.flags & ~u32(VmaFlag.growsDown);
  const moved = newVma(target, target + size, vma.prot, flags, vma.source, vma.offset + (old - vma.start));
  if (!moveRange(m.table, old, target, min(oldSize, size))) {
    m.vmas.insert(moved);
    m.remove(target, target + size);
    return -Errno.ENOMEM;
  }
  m.add(moved);
  if (!keepsOld && oldSize > 0) m.remove(old, old + oldSize);
  return isize(target);
}
