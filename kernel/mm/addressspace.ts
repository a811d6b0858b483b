/**
 * The program's address space: the memory system calls, faults, and the checks of addresses that programs pass.
 *
 * There is one. Every length and address here may come straight from a program; arithmetic on them is checked. Errors
 * are negative errno values as the manual pages of the calls give them.
 */
import { Errno } from "../lib/errno.ts";
import { logOnce } from "../lib/log.ts";
import type { Writer } from "../lib/writer.ts";
import { adviseRange, isKnownAdvice } from "./advise.ts";
import { FaultOutcome, resolveFault } from "./fault.ts";
import { collapseRange } from "./largepages.ts";
import {
  LARGE_PAGE_SIZE,
  PAGE_SIZE,
  PROGRAM_END,
  PROGRAM_START,
  pageDown,
  pageUp,
  STACK_GUARD,
} from "./layout.ts";
import { isBeyondMemory, mappedIn, mayExpand } from "./limits.ts";
import { LockAll, lockedRange, markLocked } from "./lock.ts";
import { Advice, MapFlag, Prot, RemapFlag } from "./mapflags.ts";
import { isProgramRange, Mappings, stackLimit } from "./mappings.ts";
import { writeMaps } from "./maps.ts";
import { PageSource } from "./pagesource.ts";
import { placeMapping } from "./placement.ts";
import { currentMemory, memoryIsShared, type ProgramMemory } from "./programmemory.ts";
import { protectMapping } from "./protect.ts";
import { remapRange } from "./remap.ts";
import { newVma, VmaFlag } from "./vma.ts";

export { PageSource };

const LOG_KEY_TAKEN: u32 = 1000;
/** An index behind every page's of a file. */
const NO_PAGE: u64 = 0xffff_ffff_ffff_ffff;
const RIGHTS: u32 = Prot.read | Prot.write | Prot.execute;

export class AddressSpace {
  readonly mappings: Embed<Mappings> = new Mappings();

  /**
   * mmap(2). A program's `flags` must come without MapFlag.neverWrite, which callers set for read-only files. `refusal`
   * is the error for which it may not be mapped so, told after those of the address. `late`: the same
   * for an error that Linux finds when what stands at the place has gone already.
   */
  map(
    addr: u64,
    length: u64,
    prot: u32,
    flags: u32,
    source: PageSource | null,
    offset: u64,
    refusal: i32 = 0,
    late: i32 = 0,
  ): isize {
    if (length === 0 || (offset & (PAGE_SIZE - 1)) !== 0) return -Errno.EINVAL;
    if (length > PROGRAM_END || (flags & MapFlag.hugeTlb) !== 0) return -Errno.ENOMEM;
    const size = pageUp(length);
    if (!this.mappings.mayGrow()) return -Errno.ENOMEM;
    const shared = (flags & MapFlag.typeMask) !== MapFlag.private;
    const fitsLarge = source === null && size >= LARGE_PAGE_SIZE && (flags & MapFlag.stack) === 0;
    const place = placeMapping(this.mappings.vmas, addr, size, flags, fitsLarge);
    if (place < 0) return place;
    if (refusal !== 0) return isize(refusal);
    if (source === null && late === 0 && !mayBeAnonymous(flags)) return -Errno.EINVAL;
    const start = u64(place);
    if ((flags & MapFlag.fixed) !== 0 && this.hasOthers(start, start + size)) {
      logOnce(LOG_KEY_TAKEN, `mmap: ${hex(start)} (MAP_FIXED) belongs to another program`);
      return -Errno.ENOMEM;
    }
    const rights = prot & RIGHTS;
    const area = this.areaFlags(flags, shared);
    if (!shared && (rights & Prot.write) !== 0 && (flags & MapFlag.noReserve) === 0 && isBeyondMemory(size)) {
      return -Errno.ENOMEM;
    }
    const replaced = mappedIn(this.mappings, start, start + size);
    if (!mayExpand(this.mappings, size, replaced, rights, area)) return -Errno.ENOMEM;
    if (replaced !== 0) this.mappings.remove(start, start + size);
    if (late !== 0) return isize(late);
    this.mappings.add(newVma(start, start + size, rights, area, source, offset));
    if (this.populatesNow(flags)) this.populate(start, size);
    return place;
  }

  /** munmap(2). */
  unmap(addr: u64, length: u64): i32 {
    if ((addr & (PAGE_SIZE - 1)) !== 0 || length === 0 || addr > PROGRAM_END) return -Errno.EINVAL;
    if (length > PROGRAM_END - addr) return -Errno.EINVAL;
    const end = addr + pageUp(length);
    if (this.mappings.splitsAreas(addr, end) && !this.mappings.mayGrow()) return -Errno.ENOMEM;
    if (memoryIsShared()) this.removeOwn(currentMemory(), addr, end);
    else this.mappings.remove(addr, end);
    return 0;
  }
  /** Ends what a program has mapped in [start, end). */
  private removeOwn(memory: ProgramMemory, start: u64, end: u64): void {
    let [from, to] = this.mappings.ownPiece(memory, start, end);
    while (from < end) {
      this.mappings.remove(from, to);
      [from, to] = this.mappings.ownPiece(memory, to, end);
    }
  }
  /** Ends all that a program has mapped. */
  removeAll(memory: ProgramMemory): void {
    this.removeOwn(memory, PROGRAM_START, PROGRAM_END);
    memory.brkStart = 0;
    memory.brkEnd = 0;
    memory.lockFuture = 0;
  }
  /** Whether another program has something in [start, end): to the caller it is as if nothing were mapped there. */
  hasOthers(start: u64, end: u64): boolean {
    return memoryIsShared() && this.mappings.hasOthers(currentMemory(), start, end);
  }
  /** As above for a range that has not been checked. */
  private touchesOthers(addr: u64, length: u64): boolean {
    return isProgramRange(addr, length) && this.hasOthers(addr, addr + length);
  }

  /** mprotect(2). */
  protect(addr: u64, length: u64, prot: u32): i32 {
    if (this.touchesOthers(addr, length)) return -Errno.ENOMEM;
    return protectMapping(this.mappings, addr, length, prot);
  }

  /** mremap(2). */
  remap(old: u64, oldLength: u64, newLength: u64, flags: u32, newAddr: u64): isize {
    if (!this.mappings.mayGrow()) return -Errno.ENOMEM;
    if (this.touchesOthers(old, max(oldLength, 1))) return -Errno.EFAULT;
    if ((flags & RemapFlag.fixed) !== 0 && this.touchesOthers(newAddr, newLength)) return -Errno.ENOMEM;
    const to = remapRange(this.mappings, old, oldLength, newLength, flags, newAddr);
    if (to >= 0 && newLength > oldLength) {
      const vma = this.mappings.find(u64(to));
      if (vma !== null && (vma.flags & VmaFlag.locked) !== 0) this.populate(u64(to), pageUp(newLength));
    }
    return to;
  }

  /** madvise(2). */
  advise(addr: u64, length: u64, advice: i32): i32 {
    if ((addr & (PAGE_SIZE - 1)) !== 0 || !isKnownAdvice(advice)) return -Errno.EINVAL;
    if (length === 0) return 0;
    const size = pageUp(length);
    const [end, wraps] = addOverflow(addr, size);
    if (size === 0 || wraps) return -Errno.EINVAL;
    if (this.touchesOthers(addr, size)) return -Errno.ENOMEM;
    if (advice === Advice.populateRead || advice === Advice.populateWrite)
      return this.populateRange(addr, end, advice === Advice.populateWrite);
    if (advice === Advice.collapse) return collapseRange(this.mappings, addr, end);
    return adviseRange(this.mappings, addr, end, u32(advice));
  }

  /** mlock(2), mlock2(2) and munlock(2). */
  lock(addr: u64, length: u64, locked: boolean, onFault: boolean): i32 {
    const [start, end, refused] = lockedRange(addr, length);
    if (refused !== 0 || end === 0) return refused;
    if (this.touchesOthers(start, end - start)) return -Errno.ENOMEM;
    const error = markLocked(this.mappings, start, end, locked);
    if (error !== 0 || !locked || onFault) return error;
    return this.populate(start, end - start) ? 0 : -Errno.ENOMEM;
  }
  /** mlockall(2), and munlockall(2) with no flags. */
  lockAll(flags: u32): i32 {
    const m = this.mappings;
    const memory = currentMemory();
    memory.lockFuture = (flags & LockAll.future) !== 0 ? flags : 0;
    const locked = (flags & LockAll.current) !== 0;
    if (locked || flags === 0) {
      const set: u32 = locked ? VmaFlag.locked : 0;
      let [from, to] = m.ownPiece(memory, PROGRAM_START, PROGRAM_END);
      while (from < PROGRAM_END) {
        m.changeFlags(from, to, set, locked ? 0 : VmaFlag.locked);
        [from, to] = m.ownPiece(memory, to, PROGRAM_END);
      }
    }
    if (!locked || (flags & LockAll.onFault) !== 0) return 0;
    // What cannot be accessed, or lies beyond a file's end, stays as it is.
    for (let vma = m.vmas.first(); vma !== null; vma = m.vmas.firstFrom(vma.end)) {
      if (vma.owner === memory) this.populate(vma.start, vma.end - vma.start);
    }
    return 0;
  }
  /** msync(2) of [start, end): -ENOMEM when parts are not mapped, the rest written all the same. */
  sync(start: u64, end: u64): i32 {
    this.mappings.reportWrites(start, end);
    return this.isMapped(start, end - start) ? 0 : -Errno.ENOMEM;
  }
  /** Whether an area in [start, end) is locked. */
  hasLocked(start: u64, end: u64): boolean {
    const { vmas } = this.mappings;
    for (let vma = vmas.firstFrom(start); vma !== null && vma.start < end; vma = vmas.next(vma))
      if ((vma.flags & VmaFlag.locked) !== 0) return true;
    return false;
  }

  /** Where the program's data segment begins to grow: page-aligned, behind its last segment. */
  setBrkStart(addr: u64): void {
    const memory = currentMemory();
    memory.brkStart = addr;
    memory.brkEnd = addr;
  }

  /** brk(2) as the kernel serves it: the new end, or the old one when it cannot move there. */
  brk(addr: u64): u64 {
    const memory = currentMemory();
    if (memory.brkStart === 0 || addr < memory.brkStart || addr >= PROGRAM_END) return memory.brkEnd;
    const old = pageUp(memory.brkEnd);
    const end = pageUp(addr);
    const m = this.mappings;
    if (end > old) {
      const next = m.vmas.firstFrom(old);
      if (!m.mayGrow() || isBeyondMemory(end - old) || (next !== null && next.floor() < end + PAGE_SIZE))
        return memory.brkEnd;
      const rights = Prot.read | Prot.write;
      const area = this.areaFlags(0, false);
      if (addr - memory.brkStart > memory.limits.data || !mayExpand(m, end - old, 0, rights, area))
        return memory.brkEnd;
      m.add(newVma(old, end, rights, area, null, 0));
      if (this.populatesNow(0)) this.populate(old, end - old);
    } else if (end < old) {
      m.remove(end, old);
    }
    memory.brkEnd = addr;
    return addr;
  }

  /** The first thread's stack: `initial` bytes that grow down on demand. False when it cannot be. */
  mapStack(initial: u64): boolean {
    const flags = MapFlag.private | MapFlag.anonymous | MapFlag.fixed | MapFlag.growsDown;
    const size = pageUp(initial);
    return this.map(currentMemory().stackTop - size, size, Prot.read | Prot.write, flags, null, 0) >= 0;
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
  /** Whether the area at `addr`, if there is one, has no file behind it. */
  isAnonymous(addr: u64): boolean {
    return this.mappings.find(addr)?.source === null;
  }
  /** The byte that others may have mapped too at `addr`: [PageSource.identity, offset], or [0, 0] for memory of one's own. */
  sharedByte(addr: u64): [u64, u64] {
    const vma = this.mappings.find(addr);
    const source: PageSource | null = vma === null ? null : vma.source;
    if (vma === null || source === null) return [0, 0];
    // What may be written in a private mapping is a page of one's own, or will be.
    if (!vma.isShared() && (vma.prot & Prot.write) !== 0) return [0, 0];
    return [source.identity(), vma.offset + (addr - vma.start)];
  }
  /** Whether the page cache holds what a mapping of a file shows at `addr`. */
  isCached(addr: u64): boolean {
    const vma = this.mappings.find(addr);
    return vma?.source?.isCached(vma.sourceIndex(addr)) ?? false;
  }
  /** Whether `addr` lies where a stack has run out of room to grow: the sign of a stack overflow. */
  isStackGuard(addr: u64): boolean {
    const above = this.mappings.vmas.firstFrom(addr);
    if (above === null || addr >= above.start) return false;
    if ((above.flags & VmaFlag.growsDown) === 0) return false;
    return above.end - addr <= stackLimit(above) + STACK_GUARD;
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
    this.mappings.dropSource(source, (size + PAGE_SIZE - 1) / PAGE_SIZE, NO_PAGE);
  }

  mapsForWriting(source: PageSource): boolean {
    return this.mappings.mapsForWriting(source);
  }

  /** Unmaps pages [first, end) of a file. */
  dropSourceRange(source: PageSource, first: u64, end: u64): void {
    this.mappings.dropSource(source, first, end);
  }

  /** The file mapped at `addr` and the byte of it that shows there; null when there is none. */
  sourceAt(addr: u64): [PageSource | null, u64] {
    const vma = this.mappings.find(addr);
    if (vma === null || vma.source === null) return [null, 0];
    return [vma.source, vma.offset + (addr - vma.start)];
  }

  /** A program's areas (of all programs for null) in the format of /proc/self/maps. */
  describe(w: Writer, memory: ProgramMemory | null): void {
    writeMaps(this.mappings, w, memory);
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

  private areaFlags(flags: u32, shared: boolean): u32 {
    const memory = currentMemory();
    let area: u32 = 0;
    if (shared) area |= VmaFlag.shared;
    if ((flags & MapFlag.growsDown) !== 0) area |= VmaFlag.growsDown;
    if ((flags & MapFlag.stack) !== 0) area |= VmaFlag.stack;
    if ((flags & MapFlag.locked) !== 0 || memory.lockFuture !== 0) area |= VmaFlag.locked;
    if (shared && (flags & MapFlag.neverWrite) !== 0) area |= VmaFlag.neverWrite;
    return area;
  }
  /** Whether pages come with a new mapping. */
  private populatesNow(flags: u32): boolean {
    const memory = currentMemory();
    if ((flags & MapFlag.locked) !== 0) return true;
    if (memory.lockFuture !== 0 && (memory.lockFuture & LockAll.onFault) === 0) return true;
    return (flags & MapFlag.populate) !== 0 && (flags & MapFlag.nonBlock) === 0;
  }

  /** MADV_POPULATE_READ and _WRITE: -ENOMEM where nothing is mapped, -EINVAL without the right, -EFAULT otherwise. */
  private populateRange(start: u64, end: u64, write: boolean): i32 {
    let at = start;
    while (at < end) {
      const vma = this.mappings.find(at);
      if (vma === null) return -Errno.ENOMEM;
      const stop = min(vma.end, end);
      if ((vma.prot & (write ? Prot.write : Prot.read)) === 0) return -Errno.EINVAL;
      if (!this.populateFor(at, stop - at, write)) return -Errno.EFAULT;
      at = stop;
    }
    return 0;
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

/** Whether memory without a file may be mapped so. */
function mayBeAnonymous(flags: u32): boolean {
  const kind = flags & MapFlag.typeMask;
  return kind === MapFlag.private || (kind === MapFlag.shared && (flags & MapFlag.growsDown) === 0);
}

/** The one address space. */
export const space = new AddressSpace();
