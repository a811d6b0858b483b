/** fcntl(2), ioctl(2). */
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { Seal } from "../vfs/inode.ts";
import { type OpenFile, OpenFlag, Role } from "../vfs/openfile.ts";
import { asPipe } from "../vfs/pipe.ts";
import { LockCommand, lockByFcntl } from "./locks.ts";
import { Sys } from "./numbers.ts";
import { duplicate } from "./open.ts";
import { handle } from "./table.ts";

/** fcntl(2) commands. */
enum Fcntl {
  dup = 0,
  getDescriptorFlags = 1,
  setDescriptorFlags = 2,
  getFlags = 3,
  setFlags = 4,
  setOwner = 8,
  getOwner = 9,
  getLease = 1025,
  dupCloseOnExec = 1030,
  setPipeSize = 1031,
  getPipeSize = 1032,
  addSeals = 1033,
  getSeals = 1034,
}
/** Whether a descriptor that only names a place (O_PATH) takes the command. */
function isForNames(command: u32): boolean {
  if (command === Fcntl.dup || command === Fcntl.dupCloseOnExec || command === Fcntl.getFlags) return true;
  return command === Fcntl.getDescriptorFlags || command === Fcntl.setDescriptorFlags;
}
const SETTABLE_FLAGS: u32 = 0o2000 | 0o4000 | 0o20000 | 0o40000 | 0o1000000;
/** No lease is held: they are for servers that share files with others. */
const NO_LEASE: isize = 2;

/** Whether O_DIRECT means something: transfers past a cache, or a pipe of packets. */
function takesDirect(file: OpenFile): boolean {
  const inode = file.inode;
  return file.role === Role.pipe || (inode !== null && inode.isRegular && !file.wasMade);
}

export function sysFcntl(fd: i32, command: u32, argument: u64): isize {
  const files = currentFiles();
  using file = files.get(fd);
  if (file === null) return -Errno.EBADF;
  if ((file.flags & OpenFlag.path) !== 0 && !isForNames(command)) return -Errno.EBADF;
  switch (command) {
    case Fcntl.dup:
    case Fcntl.dupCloseOnExec:
      if ((argument & 0xffffffff) >= files.limit) return -Errno.EINVAL;
      return duplicate(fd, command === Fcntl.dupCloseOnExec, argument & 0xffffffff);
    case Fcntl.getDescriptorFlags:
      return files.isCloseOnExec(fd) ? 1 : 0;
    case Fcntl.setDescriptorFlags:
      files.setCloseOnExec(fd, (argument & 1) !== 0);
      return 0;
    case Fcntl.getFlags:
      return isize(file.flags);
    case Fcntl.setFlags:
      if ((argument & OpenFlag.direct) !== 0 && !takesDirect(file)) return -Errno.EINVAL;
      file.flags = (file.flags & ~SETTABLE_FLAGS) | (u32(argument) & SETTABLE_FLAGS);
      return 0;
    case LockCommand.get:
    case LockCommand.set:
    case LockCommand.setWait:
    case LockCommand.getOpenFile:
    case LockCommand.setOpenFile:
    case LockCommand.setOpenFileWait:
      return lockByFcntl(file, command, argument);
    case Fcntl.getOwner:
      return 0;
    case Fcntl.setOwner:
      return 0;
    case Fcntl.getLease:
      return NO_LEASE;
    case Fcntl.setPipeSize:
    case Fcntl.getPipeSize: {
      const pipe = asPipe(file)?.ring ?? null;
      if (pipe === null) return -Errno.EBADF;
      return command === Fcntl.getPipeSize ? isize(pipe.capacity) : pipe.resizeTo(u64(u32(argument)));
    }
    case Fcntl.addSeals:
      return addSeals(file, u32(argument));
    case Fcntl.getSeals: {
      const inode = file.inode;
      return inode !== null && inode.takesSeals ? isize(inode.seals) : -Errno.EINVAL;
    }
    default:
      return -Errno.EINVAL;
  }
}
/** F_ADD_SEALS (memfd_create(2)). */
function addSeals(file: OpenFile, seals: u32): isize {
  if (!file.mayWrite) return -Errno.EPERM;
  if ((seals & ~Seal.all) !== 0) return -Errno.EINVAL;
  const inode = file.inode;
  if (inode === null || !inode.takesSeals) return -Errno.EINVAL;
  if ((inode.seals & Seal.seal) !== 0) return -Errno.EPERM;
  if ((seals & Seal.write) !== 0 && inode.isMappedWritable()) return -Errno.EBUSY;
  let added = seals;
  if ((seals & Seal.execute) !== 0 && (inode.mode & 0o111) !== 0)
    added |= Seal.shrink | Seal.grow | Seal.write | Seal.futureWrite;
  inode.seals |= added;
  return 0;
}

/** ioctl(2) requests that every file has. */
const FIOCLEX: u32 = 0x5451;
const FIONCLEX: u32 = 0x5450;
const FIONBIO: u32 = 0x5421;
const FIONREAD: u32 = 0x541b;

export function sysIoctl(fd: i32, request: u32, argument: u64): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const inode = file.inode;
  switch (request) {
    case FIOCLEX:
    case FIONCLEX:
      currentFiles().setCloseOnExec(fd, request === FIOCLEX);
      return 0;
    case FIONBIO:
      if (!userReadable(argument, 4)) return -Errno.EFAULT;
      if (loadUnaligned<i32>(argument) !== 0) file.flags |= OpenFlag.nonBlocking;
      else file.flags &= ~u32(OpenFlag.nonBlocking);
      return 0;
    case FIONREAD:
      if (inode === null || !inode.isRegular) break;
      if (!userWritable(argument, 4)) return -Errno.EFAULT;
      storeUnaligned<u32>(argument, u32(inode.size - file.position));
      return 0;
    default:
      break;
  }
  return file.ioctl(request, argument);
}

export function registerControlCalls(): void {
  handle(Sys.fcntl, (fd, command, argument) => sysFcntl(i32(fd), u32(command), argument));
  handle(Sys.ioctl, (fd, request, argument) => sysIoctl(i32(fd), u32(request), argument));
}
