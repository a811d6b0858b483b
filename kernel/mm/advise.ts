/**
 * madvise(2), for the values that Linux 6.1 knows. Advice is applied area by area: an error of one ends the call, a gap
 * is passed over and told at the end (-ENOMEM).
 */
import { Errno } from "../lib/errno.ts";
import { PAGE_SIZE } from "./layout.ts";
import { Advice } from "./mapflags.ts";
import type { Mappings } from "./mappings.ts";
import { type Vma, VmaFlag } from "./vma.ts";

/** Whether the advice is one that this kernel knows. */
export function isKnownAdvice(advice: i32): boolean {
  if (advice < 0) return false;
  switch (u32(advice)) {
    case Advice.normal:
    case Advice.random:
    case Advice.sequential:
    case Advice.willNeed:
    case Advice.dontNeed:
    case Advice.free:
    case Advice.remove:
    case Advice.dontFork:
    case Advice.doFork:
    case Advice.mergeable:
    case Advice.unmergeable:
    case Advice.hugePage:
    case Advice.noHugePage:
    case Advice.dontDump:
    case Advice.doDump:
    case Advice.wipeOnFork:
    case Advice.keepOnFork:
    case Advice.cold:
    case Advice.pageOut:
    case Advice.populateRead:
    case Advice.populateWrite:
    case Advice.dontNeedLocked:
    case Advice.collapse:
      return true;
    default:
      return false;
  }
}

/** Applies advice, other than to populate or collapse, to [start, end). -ENOMEM when parts are not mapped. */
export function adviseRange(m: Mappings, start: u64, end: u64, advice: u32): i32 {
  if (!m.mayGrow()) return -Errno.EAGAIN;
  let hasHole = false;
  let at = start;
  while (at < end) {
    const vma = m.vmas.firstFrom(at);
    if (vma === null || vma.start >= end) return -Errno.ENOMEM;
    if (vma.start > at) hasHole = true;
    const from = max(vma.start, at);
    const to = min(vma.end, end);
    const error = adviseArea(m, vma, from, to, advice);
    if (error !== 0) return error;
    at = to;
  }
  return hasHole ? -Errno.ENOMEM : 0;
}

function adviseArea(m: Mappings, vma: Vma, from: u64, to: u64, advice: u32): i32 {
  const locked = (vma.flags & VmaFlag.locked) !== 0;
  switch (advice) {
    case Advice.dontNeed:
      if (locked) return -Errno.EINVAL;
      return drop(m, vma, from, to);
    case Advice.dontNeedLocked:
      return drop(m, vma, from, to);
    case Advice.free:
      if (locked || vma.source !== null || vma.isShared()) return -Errno.EINVAL;
      return drop(m, vma, from, to);
    case Advice.remove:
      return remove(m, vma, from, to);
    case Advice.cold:
    case Advice.pageOut:
      return locked ? -Errno.EINVAL : 0;
    case Advice.wipeOnFork:
      if (vma.source !== null || vma.isShared()) return -Errno.EINVAL;
      break;
    default:
      break;
  }
  const [set, clear] = flagsOf(advice);
  if ((set | clear) !== 0) m.changeFlags(from, to, set, clear);
  return 0;
}

/** The pages of a file, or zeros, come back at the next access. */
function drop(m: Mappings, vma: Vma, from: u64, to: u64): i32 {
  if (!vma.isShared() || vma.source !== null) m.dropPages(from, to);
  return 0;
}

/** Takes the pages out of the file: it reads as zeros there. */
function remove(m: Mappings, vma: Vma, from: u64, to: u64): i32 {
  const source = vma.source;
  if ((vma.flags & VmaFlag.locked) !== 0 || source === null) return -Errno.EINVAL;
  if (!vma.isShared() || (vma.flags & VmaFlag.neverWrite) !== 0) return -Errno.EACCES;
  const offset = vma.offset + (from - vma.start);
  source.retain();
  const error = source.punchHole(offset / PAGE_SIZE, (to - from) / PAGE_SIZE);
  source.release();
  return error;
}

/** [VmaFlag bits to set, to clear]. */
function flagsOf(advice: u32): [u32, u32] {
  switch (advice) {
    case Advice.normal:
      return [0, VmaFlag.sequential | VmaFlag.random];
    case Advice.sequential:
      return [VmaFlag.sequential, VmaFlag.random];
    case Advice.random:
      return [VmaFlag.random, VmaFlag.sequential];
    case Advice.dontFork:
      return [VmaFlag.dontFork, 0];
    case Advice.doFork:
      return [0, VmaFlag.dontFork];
    case Advice.wipeOnFork:
      return [VmaFlag.wipeOnFork, 0];
    case Advice.keepOnFork:
      return [0, VmaFlag.wipeOnFork];
    case Advice.dontDump:
      return [VmaFlag.dontDump, 0];
    case Advice.doDump:
      return [0, VmaFlag.dontDump];
    case Advice.hugePage:
      return [VmaFlag.large, VmaFlag.noLarge];
    case Advice.noHugePage:
      return [VmaFlag.noLarge, VmaFlag.large];
    default:
      return [0, 0];
  }
}
