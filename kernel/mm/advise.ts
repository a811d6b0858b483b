/** madvise(2): advice that changes what is in memory; advice about the future is heard and needs nothing done. */
import { Errno } from "../lib/errno.ts";
import { Advice } from "./mapflags.ts";
import type { Mappings } from "./mappings.ts";
import type { Vma } from "./vma.ts";

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
      return true;
    default:
      return false;
  }
}

/** Applies advice to [start, end). -EINVAL where it does not fit an area; -ENOMEM when parts are not mapped. */
export function adviseRange(m: Mappings, start: u64, end: u64, advice: u32): i32 {
  let hasHole = false;
  let at = start;
  while (at < end) {
    const vma = m.vmas.firstFrom(at);
    if (vma === null || vma.start >= end) return -Errno.ENOMEM;
    if (vma.start > at) hasHole = true;
    const from = max(vma.start, at);
    const to = min(vma.end, end);
    if (advice === Advice.free && (vma.source !== null || vma.isShared())) return -Errno.EINVAL;
    if (dropsPages(advice) && !isOnlyCopy(vma)) m.dropPages(from, to);
    at = to;
  }
  return hasHole ? -Errno.ENOMEM : 0;
}

function dropsPages(advice: u32): boolean {
  return advice === Advice.dontNeed || advice === Advice.dontNeedLocked || advice === Advice.free;
}

/** Shared anonymous memory keeps its contents: there is no file to read them from again. */
function isOnlyCopy(vma: Vma): boolean {
  return vma.isShared() && vma.source === null;
}
