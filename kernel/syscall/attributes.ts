/** Attributes of files: size, position, mode, owner, times; and what synchronises them. */
import { Errno } from "../lib/errno.ts";
import { userReadable } from "../mm/user.ts";
import { currentFiles, currentProcess } from "../process/process.ts";
import { realtimeNs } from "../time/clock.ts";
import { inodeOf } from "../vfs/anonymous.ts";
import { FileKind, type Inode, Seal } from "../vfs/inode.ts";
import { Walk } from "../vfs/path.ts";
import { punchRange } from "../vfs/regularfile.ts";
import { fitsSizeLimit } from "../vfs/sizelimit.ts";
import { Sys } from "./numbers.ts";
import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_SYMLINK_NOFOLLOW,
  descriptorInode,
  walkExisting,
  walkOrDescriptor,
} from "./paths.ts";
import { handle } from "./table.ts";

const SEEK_HOLE: u32 = 4;
export function sysLseek(fd: i32, offset: i64, whence: u32): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  return whence > SEEK_HOLE ? -Errno.EINVAL : file.seek(offset, whence);
}
export function sysTruncate(path: u64, size: i64): isize {
  if (size < 0) return -Errno.EINVAL;
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkExisting(walk, AT_FDCWD, path, true);
  if (error !== 0) return isize(error);
  const inode = walk.inode!;
  if (!inode.isRegular) return inode.isDirectory ? -Errno.EISDIR : -Errno.EINVAL;
  if (u64(size) > inode.size && inode.isRegular && !fitsSizeLimit(u64(size))) return -Errno.EFBIG;
  return isize(inode.resize(u64(size)));
}
export function sysFtruncate(fd: i32, size: i64): isize {
  if (size < 0) return -Errno.EINVAL;
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  if (!file.mayWrite) return -Errno.EINVAL;
  return isize(file.truncate(u64(size)));
}
/** fallocate(2): mode 0 makes the file at least that long; a file in memory takes its pages when they are written. */
export function sysFallocate(fd: i32, mode: u32, offset: i64, length: i64): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  if (offset < 0 || length <= 0) return -Errno.EINVAL;
  if (!isAllocation(mode)) return -Errno.EOPNOTSUPP;
  if (!file.mayWrite) return -Errno.EBADF;
  const inode = file.inode;
  if (inode === null) return -Errno.ENODEV;
  if (inode.kind === FileKind.fifo) return -Errno.ESPIPE;
  if (!inode.isRegular) return -Errno.ENODEV;
  const [end, overflow] = addOverflow<i64>(offset, length);
  if (overflow) return -Errno.EFBIG;
  const punches = mode === (FALLOC_PUNCH_HOLE | FALLOC_KEEP_SIZE);
  if ((mode & ~FALLOC_KEEP_SIZE) !== 0 && !punches) return -Errno.EOPNOTSUPP;
  if (punches) return isize(punchRange(inode, u64(offset), u64(length)));
  // The limits count even where the size is to be kept (as tmpfs has it).
  if (u64(end) > inode.size && !fitsSizeLimit(u64(end))) return -Errno.EFBIG;
  return isize(mode === 0 ? inode.growTo(u64(end)) : inode.sealsAllowSize(max(u64(end), inode.size)));
}
const FALLOC_KEEP_SIZE: u32 = 1;
const FALLOC_PUNCH_HOLE: u32 = 2;
/** COLLAPSE_RANGE, ZERO_RANGE, INSERT_RANGE, UNSHARE_RANGE, WRITE_ZEROES. */
const FALLOC_COLLAPSE: u32 = 8;
const FALLOC_ZERO: u32 = 0x10;
const FALLOC_INSERT: u32 = 0x20;
const FALLOC_UNSHARE: u32 = 0x40;
const FALLOC_WRITE_ZEROES: u32 = 0x80;

/** Whether fallocate(2) knows the mode, on whatever filesystem. */
function isAllocation(mode: u32): boolean {
  const keeps = (mode & FALLOC_KEEP_SIZE) !== 0;
  switch (mode & ~FALLOC_KEEP_SIZE) {
    case 0:
    case FALLOC_ZERO:
    case FALLOC_UNSHARE:
      return true;
    case FALLOC_PUNCH_HOLE:
      return keeps;
    case FALLOC_COLLAPSE:
    case FALLOC_INSERT:
    case FALLOC_WRITE_ZEROES:
      return !keeps;
    default:
      return false;
  }
}

/** fsync(2): what is in memory has nowhere else to go. EINVAL for what is no file. */
export function sysFsync(fd: i32): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const inode = file.inode;
  return inode !== null && (inode.isRegular || inode.isDirectory) ? 0 : -Errno.EINVAL;
}
/** syncfs(2): any open file will do. */
export function sysSyncfs(fd: i32): isize {
  using file = currentFiles().getOpen(fd);
  return file === null ? -Errno.EBADF : 0;
}
const SYNC_RANGE_FLAGS: u32 = 7;
export function sysSyncFileRange(fd: i32, offset: i64, length: i64, flags: u32): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  if ((flags & ~SYNC_RANGE_FLAGS) !== 0) return -Errno.EINVAL;
  const end = offset + length;
  if (offset < 0 || end < 0 || end < offset) return -Errno.EINVAL;
  const inode = file.inode;
  return inode !== null && (inode.isRegular || inode.isDirectory) ? 0 : -Errno.ESPIPE;
}
/** readahead(2): pages are read when they are first touched. */
export function sysReadahead(fd: i32, count: i64): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null || !file.mayRead) return -Errno.EBADF;
  const inode = file.inode;
  return inode !== null && inode.isRegular && count >= 0 ? 0 : -Errno.EINVAL;
}
export function sysFadvise64(fd: i32, length: i64, advice: u32): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const inode = file.inode;
  if (inode !== null && inode.kind === FileKind.fifo) return -Errno.ESPIPE;
  return advice > 5 || length < 0 ? -Errno.EINVAL : 0;
}

function changeMode(inode: Inode, mode: u32): isize {
  const refused = inode.changeRefusal;
  if (refused !== 0) return isize(refused);
  const isSealed = (inode.seals & Seal.execute) !== 0;
  if (isSealed && ((inode.mode ^ mode) & 0o111) !== 0) return -Errno.EPERM;
  inode.mode = (inode.mode & ~u32(0o7777)) | (mode & 0o7777);
  inode.changeNs = realtimeNs();
  return 0;
}
export function sysFchmodat(fd: i32, path: u64, mode: u32): isize {
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkExisting(walk, fd, path, true);
  return error !== 0 ? isize(error) : changeMode(walk.inode!, mode);
}
export function sysFchmod(fd: i32, mode: u32): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  return changeMode(inodeOf(file), mode);
}

const UNCHANGED: u32 = 0xffffffff;
const SET_USER_ID: u32 = 0o4000;
const SET_GROUP_ID: u32 = 0o2000;
const GROUP_EXECUTE: u32 = 0o10;

function changeOwner(inode: Inode, uid: u32, gid: u32): isize {
  const refused = inode.changeRefusal;
  if (refused !== 0) return isize(refused);
  if (uid !== UNCHANGED) inode.uid = uid;
  if (gid !== UNCHANGED) inode.gid = gid;
  // A program does not go on acting for its owner when that changes; for the group where it may be executed (chown(2)).
  if (inode.isRegular) {
    inode.mode &= ~SET_USER_ID;
    if ((inode.mode & GROUP_EXECUTE) !== 0) inode.mode &= ~SET_GROUP_ID;
  }
  inode.changeNs = realtimeNs();
  return 0;
}
export function sysFchownat(fd: i32, path: u64, uid: u32, gid: u32, flags: u32): isize {
  if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)) !== 0) return -Errno.EINVAL;
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkOrDescriptor(walk, fd, path, flags);
  return error !== 0 ? isize(error) : changeOwner(walk.inode!, uid, gid);
}
export function sysFchown(fd: i32, uid: u32, gid: u32): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  return changeOwner(inodeOf(file), uid, gid);
}

const UTIME_NOW: u64 = 0x3fffffff;
const UTIME_OMIT: u64 = 0x3ffffffe;

/** [nanoseconds, whether to set it, error]. */
function timeArgument(times: u64, index: u64, scale: u64): [u64, boolean, i32] {
  if (times === 0) return [realtimeNs(), true, 0];
  const seconds = loadUnaligned<u64>(times + index * 16);
  const part = loadUnaligned<u64>(times + index * 16 + 8);
  if (scale === 1 && part === UTIME_NOW) return [realtimeNs(), true, 0];
  if (scale === 1 && part === UTIME_OMIT) return [0, false, 0];
  if (part * scale >= 1000000000) return [0, false, -Errno.EINVAL];
  return [seconds * 1000000000 + part * scale, true, 0];
}
/** Without a path the descriptor itself is meant, which must be open for more than its name then, and no flag is known. */
function walkForTimes(walk: Walk, fd: i32, path: u64, flags: u32): i32 {
  if (path !== 0 || fd === AT_FDCWD) {
    const known = (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) === 0;
    return known ? walkOrDescriptor(walk, fd, path, flags) : -Errno.EINVAL;
  }
  if (flags !== 0) return -Errno.EINVAL;
  using file = currentFiles().getOpen(fd);
  return file === null ? -Errno.EBADF : descriptorInode(walk, fd);
}
/** utimensat(2) with nanoseconds (`scale` 1), utimes(2) with microseconds (1000). */
export function sysUtimensat(fd: i32, path: u64, times: u64, flags: u32, scale: u64): isize {
  if (times !== 0 && !userReadable(times, 32)) return -Errno.EFAULT;
  const [access, setAccess, accessError] = timeArgument(times, 0, scale);
  const [modify, setModify, modifyError] = timeArgument(times, 1, scale);
  const badTime = accessError !== 0 || modifyError !== 0;
  if (badTime && scale !== 1) return -Errno.EINVAL;
  if (!badTime && !setAccess && !setModify) return 0;
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkForTimes(walk, fd, path, flags);
  if (error !== 0) return isize(error);
  const inode = walk.inode!;
  if (badTime) return -Errno.EINVAL;
  const refused = inode.changeRefusal;
  if (refused !== 0) return isize(refused);
  if (setAccess) inode.accessNs = access;
  if (setModify) inode.modifyNs = modify;
  inode.changeNs = realtimeNs();
  return 0;
}
export function sysUmask(mask: u32): isize {
  const process = currentProcess();
  const before = process.umask;
  process.umask = mask & 0o777;
  return isize(before);
}
export function registerAttributeCalls(): void {
  handle(Sys.lseek, (fd, offset, whence) => sysLseek(i32(fd), i64(offset), u32(whence)));
  handle(Sys.truncate, (path, size) => sysTruncate(path, i64(size)));
  handle(Sys.ftruncate, (fd, size) => sysFtruncate(i32(fd), i64(size)));
  handle(Sys.fallocate, (fd, mode, offset, length) =>
    sysFallocate(i32(fd), u32(mode), i64(offset), i64(length)),
  );
  handle(Sys.fsync, (fd) => sysFsync(i32(fd)));
  handle(Sys.fdatasync, (fd) => sysFsync(i32(fd)));
  handle(Sys.syncfs, (fd) => sysSyncfs(i32(fd)));
  handle(Sys.sync_file_range, (fd, offset, length, flags) =>
    sysSyncFileRange(i32(fd), i64(offset), i64(length), u32(flags)),
  );
  handle(Sys.sync, () => 0);
  handle(Sys.fadvise64, (fd, _offset, length, advice) => sysFadvise64(i32(fd), i64(length), u32(advice)));
  handle(Sys.readahead, (fd, _offset, count) => sysReadahead(i32(fd), i64(count)));
  handle(Sys.chmod, (path, mode) => sysFchmodat(AT_FDCWD, path, u32(mode)));
  handle(Sys.fchmod, (fd, mode) => sysFchmod(i32(fd), u32(mode)));
  handle(Sys.fchmodat, (fd, path, mode) => sysFchmodat(i32(fd), path, u32(mode)));
  handle(Sys.chown, (path, uid, gid) => sysFchownat(AT_FDCWD, path, u32(uid), u32(gid), 0));
  handle(Sys.lchown, (path, uid, gid) =>
    sysFchownat(AT_FDCWD, path, u32(uid), u32(gid), AT_SYMLINK_NOFOLLOW),
  );
  handle(Sys.fchown, (fd, uid, gid) => sysFchown(i32(fd), u32(uid), u32(gid)));
  handle(Sys.fchownat, (fd, path, uid, gid, flags) =>
    sysFchownat(i32(fd), path, u32(uid), u32(gid), u32(flags)),
  );
  handle(Sys.utimensat, (fd, path, times, flags) => sysUtimensat(i32(fd), path, times, u32(flags), 1));
  handle(Sys.utimes, (path, times) => sysUtimensat(AT_FDCWD, path, times, 0, 1000));
  handle(Sys.futimesat, (fd, path, times) => sysUtimensat(i32(fd), path, times, 0, 1000));
  handle(Sys.umask, (mask) => sysUmask(u32(mask)));
}
