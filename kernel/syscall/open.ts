/** Descriptors: open(2), close(2), dup(2), pipe(2), fcntl(2), ioctl(2). */
import { newAnonymousFile } from "../fs/ramfs/ramfs.ts";
import { Errno } from "../lib/errno.ts";
import { GrowingWriter } from "../lib/growingwriter.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentFiles, currentProcess } from "../process/process.ts";
import { FileKind, type Inode } from "../vfs/inode.ts";
import { openInodeAs, openPath } from "../vfs/open.ts";
import { type OpenFile, OpenFlag } from "../vfs/openfile.ts";
import { Resolve, Walk } from "../vfs/path.ts";
import { asPipe, newPipe } from "../vfs/pipe.ts";
import { LockCommand, lockByFcntl } from "./locks.ts";
import { Sys } from "./numbers.ts";
import { AT_FDCWD, readPath, startOf } from "./paths.ts";
import { handle } from "./table.ts";

export function sysOpenat(dirFd: i32, pathAddress: u64, flags: u32, mode: u32): isize {
  return open(dirFd, pathAddress, flags, mode, 0);
}
function open(dirFd: i32, pathAddress: u64, flags: u32, mode: u32, limits: u32): isize {
  const both: u32 = OpenFlag.create | OpenFlag.directory;
  if ((flags & both) === both) return -Errno.EINVAL;
  const [path, error] = readPath(pathAddress);
  if (error !== 0) return isize(error);
  // With a root of its own the walk begins at the descriptor, whatever the path says.
  const [start, startError] = startOf(dirFd, (limits & Resolve.inRoot) !== 0 ? "." : path);
  if (start === null) return isize(startError);
  if ((flags & OpenFlag.temporary) === OpenFlag.temporary) return openTemporary(start, path, flags, mode);
  const [file, openError] = openPath(start, path, flags, mode & ~currentProcess().umask, limits);
  if (file === null) return isize(openError);
  const fd = currentFiles().add(file, (flags & OpenFlag.closeOnExec) !== 0, 0);
  if (fd < 0) file.release();
  return isize(fd);
}
/** O_TMPFILE: a file without a name. */
function openTemporary(start: Inode, path: string, flags: u32, mode: u32): isize {
  if ((flags & OpenFlag.accessMask) === OpenFlag.readOnly) return -Errno.EINVAL;
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walk.run(start, path, true);
  if (error !== 0) return isize(error);
  const directory = walk.inode;
  if (directory === null) return -Errno.ENOENT;
  if (!directory.isDirectory) return -Errno.ENOTDIR;
  const [inode, refused] = directory.createUnnamed(mode & 0o7777 & ~currentProcess().umask);
  if (inode === null) return isize(refused);
  inode.mayGetName = (flags & OpenFlag.exclusive) === 0;
  const fd = addOpened(inode, flags & ~u32(OpenFlag.temporary));
  inode.release();
  return fd;
}
function addAnonymous(name: string, flags: u32, mode: u32): isize {
  return addOpened(newAnonymousFile(name, mode & 0o7777), flags);
}
/** A descriptor for an inode. */
function addOpened(inode: Inode, flags: u32): isize {
  const [file, error] = openInodeAs(inode, flags);
  if (file === null) return isize(error);
  const fd = currentFiles().add(file, (flags & OpenFlag.closeOnExec) !== 0, 0);
  if (fd < 0) file.release();
  return isize(fd);
}
const LONGEST_MEMFD_NAME: u64 = 249;

export function sysMemfdCreate(nameAddress: u64, flags: u32): isize {
  const [name, error] = readPath(nameAddress);
  if (error !== 0) return isize(error);
  if ((flags & ~u32(3)) !== 0 || name.length > LONGEST_MEMFD_NAME) return -Errno.EINVAL;
  const shown: Embed<GrowingWriter> = new GrowingWriter();
  shown.string("memfd:");
  shown.string(name);
  const kept: u32 = (flags & 1) !== 0 ? OpenFlag.closeOnExec : 0;
  const fd = addAnonymous(shown.contents(), OpenFlag.readWrite | kept, 0o777);
  shown.release();
  return fd;
}
/** struct open_how: flags, mode, resolve. */
const HOW_SIZE: u64 = 24;
/** What openat2(2) knows of flags; open(2) ignores the others. */
const KNOWN_FLAGS: u64 = 0o37777703;
const KNOWN_LIMITS: u64 = 0x3f;

/** openat2(2): flags are checked, and the walk to the file may be limited. */
export function sysOpenat2(dirFd: i32, pathAddress: u64, how: u64, size: u64): isize {
  if (size < HOW_SIZE) return -Errno.EINVAL;
  if (size > 4096) return -Errno.E2BIG;
  if (!userReadable(how, size)) return -Errno.EFAULT;
  for (let i = HOW_SIZE; i < size; i++) if (ptr<u8>(how)[i] !== 0) return -Errno.E2BIG;
  const words = ptr<u64>(how);
  const flags = words[0];
  const mode = words[1];
  const limits = words[2];
  if ((flags & ~KNOWN_FLAGS) !== 0 || (limits & ~KNOWN_LIMITS) !== 0) return -Errno.EINVAL;
  const bounds: u64 = Resolve.beneath | Resolve.inRoot;
  if ((limits & bounds) === bounds) return -Errno.EINVAL;
  const temporary: u64 = OpenFlag.temporary;
  const makes = (flags & OpenFlag.create) !== 0 || (flags & temporary) === temporary;
  if (makes ? (mode & ~u64(0o7777)) !== 0 : mode !== 0) return -Errno.EINVAL;
  return open(dirFd, pathAddress, u32(flags), u32(mode), u32(limits));
}
export function sysClose(fd: i32): isize {
  return isize(currentFiles().close(fd));
}
export function sysCloseRange(first: u32, last: u32, flags: u32): isize {
  if (first > last || (flags & ~u32(6)) !== 0) return -Errno.EINVAL;
  const files = currentFiles();
  for (let fd = u64(first); fd <= u64(last) && fd < files.slotCount; fd++) {
    if ((flags & 4) !== 0) files.setCloseOnExec(i32(fd), true);
    else files.close(i32(fd));
  }
  return 0;
}
function duplicate(fd: i32, closeOnExec: boolean, from: u64): isize {
  const file = currentFiles().get(fd);
  if (file === null) return -Errno.EBADF;
  const copy = currentFiles().add(file, closeOnExec, from);
  if (copy < 0) file.release();
  return isize(copy);
}
/** dup2(2) when `flags` is -1, else dup3(2). */
function duplicateTo(fd: i32, to: i32, closeOnExec: boolean, same: isize): isize {
  const file = currentFiles().get(fd);
  if (file === null) return -Errno.EBADF;
  if (fd === to) {
    file.release();
    return same;
  }
  const result = currentFiles().put(file, to, closeOnExec);
  if (result < 0) file.release();
  return isize(result);
}
export function sysDup3(fd: i32, to: i32, flags: u32): isize {
  if ((flags & ~u32(OpenFlag.closeOnExec)) !== 0) return -Errno.EINVAL;
  return duplicateTo(fd, to, flags !== 0, -Errno.EINVAL);
}

export function sysPipe2(to: u64, flags: u32): isize {
  if ((flags & ~u32(OpenFlag.closeOnExec | OpenFlag.nonBlocking | 0o40200)) !== 0) return -Errno.EINVAL;
  if ((flags & OpenFlag.exclusive) !== 0) return -Errno.ENOPKG; // O_NOTIFICATION_PIPE
  if (!userWritable(to, 8)) return -Errno.EFAULT;
  const [reader, writer] = newPipe(flags);
  const files = currentFiles();
  const closeOnExec = (flags & OpenFlag.closeOnExec) !== 0;
  const readFd = files.add(reader, closeOnExec, 0);
  const writeFd: i32 = readFd < 0 ? readFd : files.add(writer, closeOnExec, 0);
  if (writeFd < 0) {
    if (readFd >= 0) files.close(readFd);
    else reader.release();
    writer.release();
    return isize(writeFd);
  }
  storeUnaligned<i32>(to, readFd);
  storeUnaligned<i32>(to + 4, writeFd);
  return 0;
}

/** fcntl(2) commands. */
enum Fcntl {
  dup = 0,
  getDescriptorFlags = 1,
  setDescriptorFlags = 2,
  getFlags = 3,
  setFlags = 4,
  setOwner = 8,
  getOwner = 9,
  dupCloseOnExec = 1030,
  setPipeSize = 1031,
  getPipeSize = 1032,
  getSeals = 1034,
}
const SETTABLE_FLAGS: u32 = 0o2000 | 0o4000 | 0o20000 | 0o40000 | 0o1000000;

export function sysFcntl(fd: i32, command: u32, argument: u64): isize {
  const files = currentFiles();
  using file = files.get(fd);
  if (file === null) return -Errno.EBADF;
  const isPlace = (file.flags & OpenFlag.path) !== 0;
  if (isPlace && command > Fcntl.getFlags && command !== Fcntl.dupCloseOnExec) return -Errno.EBADF;
  switch (command) {
    case Fcntl.dup:
    case Fcntl.dupCloseOnExec:
      if (argument >= files.limit) return -Errno.EINVAL;
      return duplicate(fd, command === Fcntl.dupCloseOnExec, argument);
    case Fcntl.getDescriptorFlags:
      return files.isCloseOnExec(fd) ? 1 : 0;
    case Fcntl.setDescriptorFlags:
      files.setCloseOnExec(fd, (argument & 1) !== 0);
      return 0;
    case Fcntl.getFlags:
      return isize(isPlace ? file.flags : file.flags | 0o100000); // O_LARGEFILE
    case Fcntl.setFlags:
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
    case Fcntl.setPipeSize:
    case Fcntl.getPipeSize: {
      const pipe = asPipe(file)?.pipe ?? null;
      if (pipe === null) return -Errno.EBADF;
      return command === Fcntl.getPipeSize ? isize(pipe.capacity) : pipe.resizeTo(u64(u32(argument)));
    }
    default:
      return -Errno.EINVAL;
  }
}

/** ioctl(2) requests that every file has. */
const FIOCLEX: u32 = 0x5451;
const FIONCLEX: u32 = 0x5450;
const FIONBIO: u32 = 0x5421;

export function sysIoctl(fd: i32, request: u32, argument: u64): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  switch (request) {
    case FIOCLEX:
    case FIONCLEX:
      currentFiles().setCloseOnExec(fd, request === FIOCLEX);
      return 0;
    case FIONBIO:
      if (!userWritable(argument, 4)) return -Errno.EFAULT;
      if (ptr<i32>(argument)[0] !== 0) file.flags |= OpenFlag.nonBlocking;
      else file.flags &= ~u32(OpenFlag.nonBlocking);
      return 0;
    default:
      return file.ioctl(request, argument);
  }
}

export function registerOpenCalls(): void {
  handle(Sys.open, (path, flags, mode) => sysOpenat(AT_FDCWD, path, u32(flags), u32(mode)));
  handle(Sys.openat, (fd, path, flags, mode) => sysOpenat(i32(fd), path, u32(flags), u32(mode)));
  handle(Sys.openat2, (fd, path, how, size) => sysOpenat2(i32(fd), path, how, size));
  handle(Sys.creat, (path, mode) =>
    sysOpenat(AT_FDCWD, path, OpenFlag.create | OpenFlag.truncate | OpenFlag.writeOnly, u32(mode)),
  );
  handle(Sys.memfd_create, (name, flags) => sysMemfdCreate(name, u32(flags)));
  handle(Sys.close, (fd) => sysClose(i32(fd)));
  handle(Sys.close_range, (first, last, flags) => sysCloseRange(u32(first), u32(last), u32(flags)));
  handle(Sys.dup, (fd) => duplicate(i32(fd), false, 0));
  handle(Sys.dup2, (fd, to) => duplicateTo(i32(fd), i32(to), false, isize(i32(to))));
  handle(Sys.dup3, (fd, to, flags) => sysDup3(i32(fd), i32(to), u32(flags)));
  handle(Sys.pipe, (to) => sysPipe2(to, 0));
  handle(Sys.pipe2, (to, flags) => sysPipe2(to, u32(flags)));
  handle(Sys.fcntl, (fd, command, argument) => sysFcntl(i32(fd), u32(command), argument));
  handle(Sys.ioctl, (fd, request, argument) => sysIoctl(i32(fd), u32(request), argument));
}
