/** Memory: mmap(2) and its family. */
import { Errno } from "../lib/errno.ts";
import { space } from "../mm/addressspace.ts";
import { MapFlag } from "../mm/mapflags.ts";
import { userWritable } from "../mm/user.ts";
import { isZeroDevice, mappableFile } from "../process/process.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";

const MAP_ANONYMOUS: u32 = 0x20;
const PAGE: u64 = 4096;

export function sysMmap(address: u64, length: u64, prot: u32, flags: u32, fd: i32, offset: u64): isize {
  if ((offset & (PAGE - 1)) !== 0) return -Errno.EINVAL;
  const asked = flags & ~u32(MapFlag.neverWrite);
  if ((flags & MAP_ANONYMOUS) !== 0) return space.map(address, length, prot, asked, null, 0);
  if (isZeroDevice(fd)) return space.map(address, length, prot, asked | MAP_ANONYMOUS, null, 0);
  const [source, error, writable] = mappableFile(fd, prot, flags);
  if (source === null) return isize(error);
  return space.map(address, length, prot, writable ? asked : asked | MapFlag.neverWrite, source, offset);
}
export function sysMunmap(address: u64, length: u64): isize {
  return isize(space.unmap(address, length));
}
export function sysMprotect(address: u64, length: u64, prot: u32): isize {
  return isize(space.protect(address, length, prot));
}
export function sysMremap(old: u64, oldLength: u64, newLength: u64, flags: u32, newAddress: u64): isize {
  return space.remap(old, oldLength, newLength, flags, newAddress);
}
export function sysMadvise(address: u64, length: u64, advice: i32): isize {
  return isize(space.advise(address, length, advice));
}
export function sysBrk(address: u64): isize {
  return isize(space.brk(address));
}
/** msync(2): ramfs mappings are the file itself, so there is nothing to write back; only the arguments are checked. */
export function sysMsync(address: u64, length: u64, flags: u32): isize {
  if ((address & (PAGE - 1)) !== 0 || (flags & ~u32(7)) !== 0 || (flags & 5) === 5) return -Errno.EINVAL;
  if (length === 0) return 0;
  return space.isMapped(address, length) ? 0 : -Errno.ENOMEM;
}
/** mincore(2): pages of the program are never swapped, so what is mapped counts as resident. */
export function sysMincore(address: u64, length: u64, vector: u64): isize {
  if ((address & (PAGE - 1)) !== 0) return -Errno.EINVAL;
  const pages = (length + PAGE - 1) / PAGE;
  if (!userWritable(vector, pages)) return -Errno.EFAULT;
  if (!space.isMapped(address, length)) return -Errno.ENOMEM;
  for (let i: u64 = 0; i < pages; i++) ptr<u8>(vector)[i] = space.isResident(address + i * PAGE) ? 1 : 0;
  return 0;
}
/** mlock(2) and munlock(2): pages are never taken away, so locking only has to make them present. */
export function sysMlock(address: u64, length: u64): isize {
  return space.populate(address & ~(PAGE - 1), length + (address & (PAGE - 1))) ? 0 : -Errno.ENOMEM;
}

export function registerMemoryCalls(): void {
  handle(Sys.mmap, (address, length, prot, flags, fd, offset) =>
    sysMmap(address, length, u32(prot), u32(flags), i32(fd), offset),
  );
  handle(Sys.munmap, (address, length) => sysMunmap(address, length));
  handle(Sys.mprotect, (address, length, prot) => sysMprotect(address, length, u32(prot)));
  handle(Sys.mremap, (old, oldLength, newLength, flags, newAddress) =>
    sysMremap(old, oldLength, newLength, u32(flags), newAddress),
  );
  handle(Sys.madvise, (address, length, advice) => sysMadvise(address, length, i32(advice)));
  handle(Sys.brk, (address) => sysBrk(address));
  handle(Sys.msync, (address, length, flags) => sysMsync(address, length, u32(flags)));
  handle(Sys.mincore, (address, length, vector) => sysMincore(address, length, vector));
  handle(Sys.mlock, (address, length) => sysMlock(address, length));
  handle(Sys.mlock2, (address, length) => sysMlock(address, length));
  handle(Sys.munlock, (_address, _length) => 0);
  handle(Sys.mlockall, (_flags) => 0);
  handle(Sys.munlockall, () => 0);
}
