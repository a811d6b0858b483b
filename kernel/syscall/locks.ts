/** Locks of files: fcntl(2) with F_GETLK, F_SETLK and their F_OFD_ kin, flock(2). */
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentFiles, currentProcess } from "../process/process.ts";
import { inodeOf } from "../vfs/anonymous.ts";
import { FileLock, findConflict, LAST_BYTE, LockKind, lockRange, lockWhole } from "../vfs/locks.ts";
import { type OpenFile, Role } from "../vfs/openfile.ts";
import { Sys } from "./numbers.ts";
import { RESTART } from "./results.ts";
import { handle } from "./table.ts";

/** fcntl(2) commands. */
export enum LockCommand {
  get = 5,
  set = 6,
  setWait = 7,
  getOpenFile = 36,
  setOpenFile = 37,
  setOpenFileWait = 38,
}
/** sizeof(struct flock). */
const LOCK_SIZE: u64 = 32;
/** l_pid of a lock that belongs to an open file. */
const NO_PID: i32 = -1;

/** struct flock into `lock`: EINVAL, EOVERFLOW. */
function readRange(from: u64, file: OpenFile, lock: FileLock): i32 {
  let base: i64 = 0;
  switch (loadUnaligned<u16>(from + 2)) {
    case 0:
      break;
    case 1:
      base = i64(file.position);
      break;
    case 2:
      base = i64(file.inode!.size);
      break;
    default:
      return -Errno.EINVAL;
  }
  const [start, overflows] = addOverflow<i64>(base, loadUnaligned<i64>(from + 8));
  if (overflows) return -Errno.EOVERFLOW;
  if (start < 0) return -Errno.EINVAL;
  const length = loadUnaligned<i64>(from + 16);
  lock.start = u64(start);
  lock.end = LAST_BYTE;
  if (length > 0) {
    const [end, passes] = addOverflow<i64>(start, length - 1);
    if (passes) return -Errno.EOVERFLOW;
    lock.end = u64(end);
  } else if (length < 0) {
    if (start + length < 0) return -Errno.EINVAL;
    lock.start = u64(start + length);
    lock.end = u64(start) - 1;
  }
  lock.kind = u32(loadUnaligned<u16>(from));
  return lock.kind > LockKind.none ? -Errno.EINVAL : 0;
}

export function lockByFcntl(file: OpenFile, command: u32, argument: u64): isize {
  if (!userReadable(argument, LOCK_SIZE)) return -Errno.EFAULT;
  const inode = file.inode;
  if (inode === null) return -Errno.EINVAL;
  const gets = command === LockCommand.get || command === LockCommand.getOpenFile;
  const byOpenFile = command >= LockCommand.getOpenFile;
  const lock: Embed<FileLock> = new FileLock();
  if (gets && u32(loadUnaligned<u16>(argument)) === LockKind.none) return -Errno.EINVAL;
  const error = readRange(argument, file, lock);
  if (error !== 0) return isize(error);
  if (!gets && lock.kind === LockKind.read && !file.mayRead) return -Errno.EBADF;
  if (!gets && lock.kind === LockKind.write && !file.mayWrite) return -Errno.EBADF;
  if (byOpenFile && loadUnaligned<i32>(argument + 24) !== 0) return -Errno.EINVAL;
  lock.owner = byOpenFile ? addressOf(file) : addressOf(currentFiles());
  lock.pid = byOpenFile ? NO_PID : currentProcess().pid;
  if (gets) return tellConflict(findConflict(inode, lock), argument);
  const waits = command === LockCommand.setWait || command === LockCommand.setOpenFileWait;
  const result = lockRange(inode, lock, waits);
  return result === -Errno.EINTR ? RESTART : isize(result);
}
/** F_GETLK: the lock that is in the way, or only that there is none. */
function tellConflict(found: FileLock | null, to: u64): isize {
  if (!userWritable(to, LOCK_SIZE)) return -Errno.EFAULT;
  if (found === null) {
    storeUnaligned<u16>(to, u16(LockKind.none));
    return 0;
  }
  storeUnaligned<u16>(to, u16(found.kind));
  storeUnaligned<u16>(to + 2, 0);
  storeUnaligned<u64>(to + 8, found.start);
  storeUnaligned<u64>(to + 16, found.end === LAST_BYTE ? 0 : found.end - found.start + 1);
  storeUnaligned<i32>(to + 24, found.pid);
  return 0;
}

/** flock(2) operations. */
const LOCK_SH: u32 = 1;
const LOCK_EX: u32 = 2;
const LOCK_NB: u32 = 4;
const LOCK_UN: u32 = 8;
/** LOCK_MAND: locks that nobody has any more. Linux says yes and does nothing. */
const LOCK_MAND: u32 = 32;

export function sysFlock(fd: i32, operation: u32): isize {
  if ((operation & LOCK_MAND) !== 0) return 0;
  const kind = operation & ~LOCK_NB;
  if (kind !== LOCK_SH && kind !== LOCK_EX && kind !== LOCK_UN) return -Errno.EINVAL;
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  if (kind !== LOCK_UN && !file.mayRead && !file.mayWrite) return -Errno.EBADF;
  // Eventfds and their like are one inode's, so that they exclude each other, as in Linux.
  const inode = file.role === Role.socket ? file.inode : inodeOf(file);
  if (inode === null) return 0; // nobody else can open it
  const wanted: u32 = kind === LOCK_SH ? LockKind.read : kind === LOCK_EX ? LockKind.write : LockKind.none;
  const result = lockWhole(inode, addressOf(file), wanted, (operation & LOCK_NB) === 0);
  return result === -Errno.EINTR ? RESTART : isize(result);
}

export function registerLockCalls(): void {
  handle(Sys.flock, (fd, operation) => sysFlock(i32(fd), u32(operation)));
}
