/** mprotect(2): area by area, in order of address, so that what stands before an error has been changed, as under Linux. */
import { Errno } from "../lib/errno.ts";
import { PAGE_SIZE, pageUp } from "./layout.ts";
import { isBeyondMemory, isData, mayExpand } from "./limits.ts";
import { Prot } from "./mapflags.ts";
import type { Mappings } from "./mappings.ts";
import { protectRange } from "./pagerange.ts";
import { type Vma, VmaFlag } from "./vma.ts";

const RIGHTS: u32 = Prot.read | Prot.write | Prot.execute;
const GROWS: u32 = Prot.growsDown | Prot.growsUp;
/** PROT_SEM: heard and ignored. */
const SEMAPHORE: u32 = 8;

export function protectMapping(m: Mappings, addr: u64, length: u64, prot: u32): i32 {
  if ((prot & GROWS) === GROWS || (addr & (PAGE_SIZE - 1)) !== 0) return -Errno.EINVAL;
  if (length === 0) return 0;
  const size = pageUp(length);
  const [end, wraps] = addOverflow(addr, size);
  if (size === 0 || wraps) return -Errno.ENOMEM;
  if ((prot & ~(RIGHTS | SEMAPHORE | GROWS)) !== 0) return -Errno.EINVAL;
  if (!m.mayGrow()) return -Errno.ENOMEM;
  let vma = m.vmas.firstFrom(addr);
  if (vma === null) return -Errno.ENOMEM;
  let at = addr;
  if ((prot & Prot.growsDown) !== 0) {
    if (vma.start >= end) return -Errno.ENOMEM;
    at = vma.start;
    if ((vma.flags & VmaFlag.growsDown) === 0) return -Errno.EINVAL;
  } else if (vma.start > addr) return -Errno.ENOMEM;
  if ((prot & Prot.growsUp) !== 0) return -Errno.EINVAL;
  const first = at;
  let error: i32 = 0;
  while (error === 0 && at < end) {
    vma = m.find(at);
    if (vma === null) error = -Errno.ENOMEM;
    else {
      const stop = min(vma.end, end);
      error = changeRights(m, vma, at, stop, prot & RIGHTS);
      at = stop;
    }
  }
  m.vmas.mergeAround(first, at);
  m.changed();
  return error;
}

function changeRights(m: Mappings, area: Vma, start: u64, end: u64, rights: u32): i32 {
  if ((area.flags & VmaFlag.neverWrite) !== 0 && (rights & Prot.write) !== 0) return -Errno.EACCES;
  if (area.prot === rights) return 0;
  if (isData(rights, area.flags) && !isData(area.prot, area.flags)) {
    if (isBeyondMemory(end - start) || !mayExpand(m, end - start, end - start, rights, area.flags))
      return -Errno.ENOMEM;
  }
  m.vmas.splitAt(start);
  m.vmas.splitAt(end);
  m.changed();
  const vma = m.find(start)!;
  vma.prot = rights;
  protectRange(m.table, start, end, rights);
  return 0;
}
