/** Where a new mapping goes (mmap(2)): at the address asked for, near the hint, or in the highest gap. */
import { Errno } from "../lib/errno.ts";
import {
  LARGE_PAGE_SIZE,
  LOW_MMAP_START,
  PAGE_SIZE,
  PROGRAM_END,
  PROGRAM_START,
  pageDown,
} from "./layout.ts";
import { MapFlag } from "./mapflags.ts";
import { isProgramRange } from "./mappings.ts";
import { programLayout } from "./programlayout.ts";
import type { VmaTree } from "./vma.ts";

/**
 * The start, or -ENOMEM, -EINVAL, -EPERM, -EEXIST, in the order in which Linux tests for them. `fitsLarge`: the mapping
 * may hold 2 MiB pages, and one of whole 2 MiB is aligned so that it does.
 */
export function placeMapping(vmas: VmaTree, addr: u64, size: u64, flags: u32, fitsLarge: boolean): isize {
  if (size > PROGRAM_END) return -Errno.ENOMEM;
  if ((flags & (MapFlag.fixed | MapFlag.fixedNoReplace)) !== 0) {
    if (addr > PROGRAM_END - size) return -Errno.ENOMEM;
    if ((addr & (PAGE_SIZE - 1)) !== 0) return -Errno.EINVAL;
    if (addr < PROGRAM_START) return -Errno.EPERM;
    if ((flags & MapFlag.fixedNoReplace) !== 0 && vmas.overlaps(addr, addr + size)) return -Errno.EEXIST;
    return isize(addr);
  }
  const hint = pageDown(addr);
  if (hint !== 0 && isProgramRange(hint, size) && vmas.findGap(size, hint, hint + size) === hint) {
    const above = vmas.firstFrom(hint);
    if (above === null || above.floor() >= hint + size) return isize(hint);
  }
  const found = findPlace(vmas, size, (flags & MapFlag.low32Bit) !== 0, fitsLarge);
  return found === 0 ? -Errno.ENOMEM : isize(found);
}

/** The highest gap for `size` bytes; 0 when there is none. */
export function findPlace(vmas: VmaTree, size: u64, isLow: boolean, fitsLarge: boolean): u64 {
  const low = isLow ? LOW_MMAP_START : PROGRAM_START;
  const high = isLow ? programLayout.lowMmapTop : programLayout.mmapTop;
  if (fitsLarge && (size & (LARGE_PAGE_SIZE - 1)) === 0) {
    const found = vmas.findGap(size + LARGE_PAGE_SIZE - PAGE_SIZE, low, high);
    if (found !== 0) return (found + LARGE_PAGE_SIZE - 1) & ~(LARGE_PAGE_SIZE - 1);
  }
  return vmas.findGap(size, low, high);
}
