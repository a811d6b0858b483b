/**
 * The program's address space: the memory system calls, faults, and the checks of addresses that programs pass.
 *
 * There is one. Every length and address here may come straight from a program; arithmetic on them is checked. Errors
 * are negative errno values as the manual pages of the calls give them.
 */
import { Errno } from "../lib/errno.ts";
import type { Writer } from "../lib/writer.ts";
import { adviseRange, isKnownAdvice } from "./advise.ts";
import { FaultOutcome, resolveFault } from "./fault.ts";
import {
  LOW_MMAP_START,
  LOW_MMAP_TOP,
  MMAP_TOP,
  PAGE_SIZE,
  PROGRAM_END,
  PROGRAM_START,
  pageDown,
  pageUp,
  STACK_GUARD,
  STACK_LIMIT,
  STACK_TOP,
} from "./layout.ts";
import { Advice, MapFlag, Prot } from "./mapflags.ts";
import { isProgramRange, Mappings } from "./mappings.ts";
import { writeArea, writeMaps } from "./maps.ts";
import { protectRange } from "./pagerange.ts";
import { totalPageCount } from "./pages.ts";
import { PageSource } from "./pagesource.ts";
import { remapRange } from "./remap.ts";
import { newVma, type Vma, VmaFlag } from "./vma.ts";

export { PageSource };

const RIGHTS: u32 = Prot.read | Prot.write | Prot.execute;

export class AddressSpace {
  readonly mappings: Embed<Mappings> = new Mappings();
  private brkStart: u64 = 0;
  private brkEnd: u64 = 0;

  /** mmap(2). A program's `flags` must come without MapFlag.neverWrite, which callers set for read-only files. */
  map(addr: u64, length: u64, prot: u32, flags: u32, source: PageSource | null, offset: u64): isize {
    const kind: u32 = flags & MapFlag.typeMask;
    if (kind !== MapFlag.shared && kind !== MapFlag.private && kind !== MapFlag.sharedValidate)
      return -Errno.EINVAL;
    if (length === 0 || (offset & (PAGE_SIZE - 1)) !== 0) return -Errno.EINVAL;
    if (length > PROGRAM_END || (flags & MapFlag.hugeTlb) !== 0) return -Errno.ENOMEM;
    const size = pageUp(length);
    const [, wraps] = addOverflow(offset, size);
    if (wraps) return -Errno.EOVERFLOW;
    const rights = prot & RIGHTS;
    const shared = kind !== MapFlag.private;
    if (!shared && (rights & Prot.write) !== 0 && (flags & MapFlag.noReserve) === 0 && isBeyondMemory(size)) {
      return -Errno.ENOMEM;
    }
    if (!this.mappings.mayGrow()) return -Errno.ENOMEM;
    const place = this.choose(addr, size, flags);
    if (place < 0) return place;
    const start = u64(place);
    this.mappings.remove(start, start + size);
    this.mappings.add(newVma(start, start + size, rights, areaFlags(flags, shared), source, offset));
    if ((flags & MapFlag.populate) !== 0 && (flags & MapFlag.nonBlock) === 0) this.populate(start, size);
    return place;
  }

  /** munmap(2). */
  unmap(addr: u64, length: u64): i32 {
    if ((addr & (PAGE_SIZE - 1)) !== 0 || length === 0 || addr > PROGRAM_END) return -Errno.EINVAL;
    if (length > PROGRAM_END - addr) return -Errno.EINVAL;
    const end = addr + pageUp(length);
    if (this.mappings.splitsAreas(addr, end) && !this.mappings.mayGrow()) return -Errno.ENOMEM;
    this.mappings.remove(addr, end);
    return 0;
  }

  /** mprotect(2). */
  protect(addr: u64, length: u64, prot: u32): i32 {
    if ((addr & (PAGE_SIZE - 1)) !== 0 || (prot & ~(RIGHTS | 8 | Prot.growsDown | Prot.growsUp)) !== 0)
      return -Errno.EINVAL;
    if (length === 0) return 0;
    if (addr > PROGRAM_END || length > PROGRAM_END - addr) return -Errno.ENOMEM;
    const end = addr + pageUp(length);
    const m = this.mappings;
    if (!m.covers(addr, end) || !m.mayGrow()) return -Errno.ENOMEM;
    const rights = prot & RIGHTS;
    for (let vma = m.vmas.firstFrom(addr); vma !== null && vma.start < end; vma = m.vmas.next(vma)) {
      if ((vma.flags & VmaFlag.neverWrite) !== 0 && (rights & Prot.write) !== 0) return -Errno.EACCES;
    }
    m.vmas.splitAt(addr);
    m.vmas.splitAt(end);
    for (let vma = m.vmas.firstFrom(addr); vma !== null && vma.start < end; vma = m.vmas.next(vma)) {
      if (vma.prot === rights) continue;
      vma.prot = rights;
      protectRange(m.table, vma.start, vma.end, rights);
    }
    m.vmas.mergeAround(addr, end);
    m.changed();
    return 0;
  }

  /** mremap(2). */
  remap(old: u64, oldLength: u64, newLength: u64, flags: u32, newAddr: u64): isize {
    if (newLength > oldLength && isBeyondMemory(newLength)) return -Errno.ENOMEM;
    if (!this.mappings.mayGrow()) return -Errno.ENOMEM;
    return remapRange(this.mappings, old, oldLength, newLength, flags, newAddr);
  }

  /** madvise(2). */
  advise(addr: u64, length: u64, advice: i32): i32 {
    if ((addr & (PAGE_SIZE - 1)) !== 0 || !isKnownAdvice(advice)) return -Errno.EINVAL;
    if (length === 0) return 0;
    const size = pageUp(length);
    const [, wraps] = addOverflow(addr, size);
    if (size === 0 || wraps) return -Errno.EINVAL;
    if (!isProgramRange(addr, size)) return -Errno.ENOMEM;
    if (advice === Advice.populateRead || advice === Advice.populateWrite) {
      if (!this.mappings.covers(addr, addr + size)) return -Errno.ENOMEM;
      return this.populateFor(addr, size, advice === Advice.populateWrite) ? 0 : -Errno.EFAULT;
    }
    return adviseRange(this.mappings, addr, addr + size, u32(advice));
  }

  /** Where the program's data segment begins to grow: page-aligned, behind its last segment. */
  setBrkStart(addr: u64): void {
    this.brkStart = addr;
    this.brkEnd = addr;
  }

  /** brk(2) as the kernel serves it: the new end, or the old one when it cannot move there. */
  brk(addr: u64): u64 {
    if (this.brkStart === 0 || addr < this.brkStart || addr >= PROGRAM_END) return this.brkEnd;
    const old = pageUp(this.brkEnd);
    const end = pageUp(addr);
    const m = this.mappings;
    if (end > old) {
      const next = m.vmas.firstFrom(old);
      if (!m.mayGrow() || isBeyondMemory(end - old) || (next !== null && next.floor() < end))
        return this.brkEnd;
      m.add(newVma(old, end, Prot.read | Prot.write, 0, null, 0));
    } else if (end < old) {
      m.remove(end, old);
    }
    this.brkEnd = addr;
    return addr;
  }

  /** The first thread's stack: `initial` bytes below STACK_TOP that grow down on demand. False when it cannot be. */
  mapStack(initial: u64): boolean {
    const flags = MapFlag.private | MapFlag.anonymous | MapFlag.fixed | MapFlag.growsDown;
    const size = pageUp(initial);
    return this.map(STACK_TOP - size, size, Prot.read | Prot.write, flags, null, 0) >= 0;
  }

  /** Whether the mappings allow reading all of [addr, addr + length), by the program or for it. */
  isReadable(addr: u64, length: u64): boolean {
    return this.allows(addr, length, RIGHTS);
  }
  isWritable(addr: u64, length: u64): boolean {
    return this.allows(addr, length, Prot.write);
  }
  /** Whether something is mapped in all of the range, whatever its rights. */
  isMapped(addr: u64, length: u64): boolean {
    if (!isProgramRange(addr, length)) return false;
    return this.mappings.covers(addr, addr + length);
  }
  /** Whether the page at `addr` is in memory. */
  isResident(addr: u64): boolean {
    return this.mappings.table.pageAt(addr) !== 0;
  }
  /** Whether `addr` lies where a stack has run out of room to grow: the sign of a stack overflow. */
  isStackGuard(addr: u64): boolean {
    const above = this.mappings.vmas.firstFrom(addr);
    if (above === null || addr >= above.start) return false;
    if ((above.flags & VmaFlag.growsDown) === 0) return false;
    return above.end - addr <= STACK_LIMIT + STACK_GUARD;
  }

  /** Makes the pages of a mapped range present, as its rights say. False when one cannot be. */
  populate(addr: u64, length: u64): boolean {
    return this.populateFor(addr, length, false);
  }

  /** Resolves a page fault at `addr`: a FaultOutcome, 0 when the access may be tried again. May sleep. */
  handleFault(addr: u64, write: boolean, execute: boolean): u32 {
    if (addr >= PROGRAM_END) return FaultOutcome.unmapped;
    return resolveFault(this.mappings, addr, write, execute);
  }

  /** Unmaps the pages of a file that has been cut to `size` bytes. */
  cutSource(source: PageSource, size: u64): void {
    this.mappings.dropSource(source, (size + PAGE_SIZE - 1) / PAGE_SIZE);
  }

  /** The file mapped at `addr` and the byte of it that shows there; null when there is none. */
  sourceAt(addr: u64): [PageSource | null, u64] {
    const vma = this.mappings.find(addr);
    if (vma === null || vma.source === null) return [null, 0];
    return [vma.source, vma.offset + (addr - vma.start)];
  }

  /** Memory maps in the format of /proc/self/maps. */
  describe(w: Writer): void {
    writeMaps(this.mappings, w, this.brkStart, this.brkEnd, STACK_TOP);
  }

  /** One area's line of it. */
  describeArea(vma: Vma, w: Writer): void {
    writeArea(vma, w, this.brkStart, this.brkEnd, STACK_TOP);
  }

  private allows(addr: u64, length: u64, rights: u32): boolean {
    if (length === 0) return true;
    if (!isProgramRange(addr, length)) return false;
    const end = addr + length;
    let at = addr;
    while (at < end) {
      const vma = this.mappings.reach(at);
      if (vma === null || (vma.prot & rights) === 0) return false;
      at = vma.end;
    }
    return true;
  }

  /** Where a mapping goes: its start, or a negative errno. */
  private choose(addr: u64, size: u64, flags: u32): isize {
    const vmas = this.mappings.vmas;
    if ((flags & (MapFlag.fixed | MapFlag.fixedNoReplace)) !== 0) {
      if ((addr & (PAGE_SIZE - 1)) !== 0) return -Errno.EINVAL;
      if (addr < PROGRAM_START) return -Errno.EPERM;
      if (!isProgramRange(addr, size)) return -Errno.ENOMEM;
      if ((flags & MapFlag.fixedNoReplace) !== 0 && vmas.overlaps(addr, addr + size)) return -Errno.EEXIST;
      return isize(addr);
    }
    const hint = pageDown(addr);
    if (hint !== 0 && isProgramRange(hint, size) && vmas.findGap(size, hint, hint + size) === hint) {
      const above = vmas.firstFrom(hint);
      if (above === null || above.floor() >= hint + size) return isize(hint);
    }
    let found: u64 = 0;
    if ((flags & MapFlag.low32Bit) !== 0) found = vmas.findGap(size, LOW_MMAP_START, LOW_MMAP_TOP);
    else found = vmas.findGap(size, PROGRAM_START, MMAP_TOP);
    return found === 0 ? -Errno.ENOMEM : isize(found);
  }

  private populateFor(addr: u64, length: u64, write: boolean): boolean {
    if (!isProgramRange(addr, length)) return false;
    const end = addr + length;
    let at = pageDown(addr);
    while (at < end) {
      const vma = this.mappings.find(at);
      if (vma === null) return false;
      if (write || !this.isResident(at)) {
        const writes = write || ((vma.prot & Prot.write) !== 0 && !vma.isShared());
        if (vma.prot === 0 || resolveFault(this.mappings, at, writes, false) !== 0) return false;
      }
      at += PAGE_SIZE;
    }
    return true;
  }
}

function areaFlags(flags: u32, shared: boolean): u32 {
  let area: u32 = 0;
  if (shared) area |= VmaFlag.shared;
  if ((flags & MapFlag.growsDown) !== 0) area |= VmaFlag.growsDown;
  if (shared && (flags & MapFlag.neverWrite) !== 0) area |= VmaFlag.neverWrite;
  return area;
}

/** More than the machine has: refused at once, as Linux's heuristic overcommit does. */
function isBeyondMemory(size: u64): boolean {
  return size / PAGE_SIZE > totalPageCount();
}

/** The one address space. */
export const space = new AddressSpace();
