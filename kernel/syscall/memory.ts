/** Memory: mmap(2) and its family. */
import { newAnonymousFile } from "../fs/ramfs/ramfs.ts";
import { Errno } from "../lib/errno.ts";
import { space } from "../mm/addressspace.ts";
import { isBeyondMemory } from "../mm/limits.ts";
import { LockAll } from "../mm/lock.ts";
import { MapFlag } from "../mm/mapflags.ts";
import { userWritable } from "../mm/user.ts";
import { FileMapping, Mapped } from "../process/filemapping.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";

const PAGE: u64 = 4096;
/** Above every program address: what Linux's access_ok allows. */
const USER_END: u64 = 0x7fff_ffff_f000;
const MLOCK_ONFAULT: u32 = 1;
const NO_KEY: i32 = -1;

/** msync(2). */
enum Sync {
  async = 1,
  invalidate = 2,
  sync = 4,
}

export function sysMmap(address: u64, length: u64, prot: u32, flags: u32, fd: i32, offset: u64): isize {
  if ((offset & (PAGE - 1)) !== 0) return -Errno.EINVAL;
  const asked = flags & ~u32(MapFlag.neverWrite);
  if ((flags & MapFlag.anonymous) !== 0) return mapAnonymous(address, length, prot, asked);
  const file: Embed<FileMapping> = new FileMapping();
  const missing = file.find(fd, prot, flags, offset, (length + PAGE - 1) & ~(PAGE - 1));
  if (missing !== 0) return isize(missing);
  if ((flags & MapFlag.hugeTlb) !== 0) return -Errno.EINVAL;
  if (file.refusal !== 0) return space.map(address, length, prot, asked, null, offset, file.refusal);
  if (file.kind === Mapped.nothing)
    return space.map(address, length, prot, asked, null, offset, 0, -Errno.ENODEV);
  if (file.kind === Mapped.zeros) return mapZeros(address, length, prot, asked, offset);
  const kept = file.isWritable ? asked : asked | MapFlag.neverWrite;
  return space.map(address, length, prot, kept, file.source, offset);
}

function mapAnonymous(address: u64, length: u64, prot: u32, flags: u32): isize {
  const isShared = (flags & MapFlag.typeMask) === MapFlag.shared && (flags & MapFlag.growsDown) === 0;
  return isShared
    ? mapShared(address, length, prot, flags, 0)
    : space.map(address, length, prot, flags, null, 0);
}
/** A mapping of /dev/zero. A shared one is a file of the mapping's size: at an offset, its last pages lie beyond the end, as in Linux. */
function mapZeros(address: u64, length: u64, prot: u32, flags: u32, offset: u64): isize {
  if ((flags & MapFlag.typeMask) !== MapFlag.private) return mapShared(address, length, prot, flags, offset);
  return space.map(address, length, prot, flags | MapFlag.anonymous, null, 0);
}
/** Shared memory without a file is a file without a name: mremap(2) can show it twice, MADV_REMOVE can empty it. */
function mapShared(address: u64, length: u64, prot: u32, flags: u32, offset: u64): isize {
  if (length === 0 || length > USER_END) return space.map(address, length, prot, flags, null, 0);
  const size = (length + PAGE - 1) & ~(PAGE - 1);
  if ((flags & MapFlag.noReserve) === 0 && isBeyondMemory(size))
    return space.map(address, length, prot, flags, null, 0, 0, -Errno.ENOMEM);
  const file = newAnonymousFile("dev/zero", 0o777);
  file.retain();
  file.size = size;
  const at = space.map(address, length, prot, flags, file, offset);
  file.release();
  return at;
}

/** msync(2): what is mapped shared is the page cache itself, so that only the times of the files are due. */
export function sysMsync(address: u64, length: u64, flags: u32): isize {
  if ((flags & ~u32(Sync.async | Sync.invalidate | Sync.sync)) !== 0) return -Errno.EINVAL;
  if ((address & (PAGE - 1)) !== 0) return -Errno.EINVAL;
  if ((flags & Sync.async) !== 0 && (flags & Sync.sync) !== 0) return -Errno.EINVAL;
  const size = (length + PAGE - 1) & ~(PAGE - 1);
  const [end, wraps] = addOverflow(address, size);
  if (wraps) return -Errno.ENOMEM;
  if (size === 0) return 0;
  if ((flags & Sync.invalidate) !== 0 && space.hasLocked(address, end)) return -Errno.EBUSY;
  return isize(space.sync(address, end));
}

/** mincore(2): a page of a file counts when the page cache has it, an anonymous one when it has been touched. */
export function sysMincore(address: u64, length: u64, vector: u64): isize {
  if ((address & (PAGE - 1)) !== 0) return -Errno.EINVAL;
  const [end, wraps] = addOverflow(address, length);
  if (wraps || end > USER_END) return -Errno.ENOMEM;
  const pages = length / PAGE + (length % PAGE !== 0 ? u64(1) : u64(0));
  if (vector > USER_END || pages > USER_END - vector) return -Errno.EFAULT;
  for (let i: u64 = 0; i < pages; i++) {
    const at = address + i * PAGE;
    if (!space.isMapped(at, 1)) return -Errno.ENOMEM;
    if (!userWritable(vector + i, 1)) return -Errno.EFAULT;
    ptr<u8>(vector)[i] = space.isResident(at) || space.isCached(at) ? 1 : 0;
  }
  return 0;
}

/** mlock(2), mlock2(2). */
export function sysMlock(address: u64, length: u64, flags: u32): isize {
  if ((flags & ~MLOCK_ONFAULT) !== 0) return -Errno.EINVAL;
  return isize(space.lock(address, length, true, flags !== 0));
}
export function sysMlockall(flags: u32): isize {
  const known: u32 = LockAll.current | LockAll.future | LockAll.onFault;
  if (flags === 0 || (flags & ~known) !== 0 || flags === LockAll.onFault) return -Errno.EINVAL;
  return isize(space.lockAll(flags));
}

/** pkey_alloc(2) on a machine without protection keys. */
export function sysPkeyAlloc(flags: u64, rights: u64): isize {
  return flags !== 0 || (rights & ~u64(3)) !== 0 ? -Errno.EINVAL : -Errno.ENOSPC;
}
/** pkey_mprotect(2): only key -1, which means none. */
export function sysPkeyMprotect(address: u64, length: u64, prot: u32, key: i32): isize {
  return key === NO_KEY || key === 0 ? isize(space.protect(address, length, prot)) : -Errno.EINVAL;
}

export function registerMemoryCalls(): void {
  handle(Sys.mmap, (address, length, prot, flags, fd, offset) =>
    sysMmap(address, length, u32(prot), u32(flags), i32(fd), offset),
  );
  handle(Sys.munmap, (address, length) => isize(space.unmap(address, length)));
  handle(Sys.mprotect, (address, length, prot) => isize(space.protect(address, length, u32(prot))));
  handle(Sys.mremap, (old, oldLength, newLength, flags, newAddress) =>
    space.remap(old, oldLength, newLength, u32(flags), newAddress),
  );
  handle(Sys.madvise, (address, length, advice) => isize(space.advise(address, length, i32(advice))));
  handle(Sys.brk, (address) => isize(space.brk(address)));
  handle(Sys.msync, (address, length, flags) => sysMsync(address, length, u32(flags)));
  handle(Sys.mincore, (address, length, vector) => sysMincore(address, length, vector));
  handle(Sys.mlock, (address, length) => sysMlock(address, length, 0));
  handle(Sys.mlock2, (address, length, flags) => sysMlock(address, length, u32(flags)));
  handle(Sys.munlock, (address, length) => isize(space.lock(address, length, false, false)));
  handle(Sys.mlockall, (flags) => sysMlockall(u32(flags)));
  handle(Sys.munlockall, () => isize(space.lockAll(0)));
  handle(Sys.pkey_alloc, (flags, rights) => sysPkeyAlloc(flags, rights));
  handle(Sys.pkey_free, (_key) => -Errno.EINVAL);
  handle(Sys.pkey_mprotect, (address, length, prot, key) =>
    sysPkeyMprotect(address, length, u32(prot), i32(key)),
  );
}
