/** Descriptors: open(2), close(2), dup(2), pipe(2), memfd_create(2). */
import { newAnonymousFile } from "../fs/ramfs/ramfs.ts";
import { Errno } from "../lib/errno.ts";
import { GrowingWriter } from "../lib/growingwriter.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentFiles, currentProcess } from "../process/process.ts";
import { type Inode, Seal } from "../vfs/inode.ts";
import { openInodeAs, openPath } from "../vfs/open.ts";
import { OpenFlag } from "../vfs/openfile.ts";
import { Resolve, Walk } from "../vfs/path.ts";
import { newPipe } from "../vfs/pipe.ts";
import { Sys } from "./numbers.ts";
import { AT_FDCWD, readPath, startOf } from "./paths.ts";
import { RESTART } from "./results.ts";
import { handle } from "./table.ts";

/** What open(2) knows of flags; others it ignores. */
const OPEN_FLAGS: u32 = 0o37777703;
/** What counts beside O_PATH. */
const PATH_FLAGS: u32 = OpenFlag.path | OpenFlag.directory | OpenFlag.noFollow | OpenFlag.closeOnExec;
const TEMPORARY_BIT: u32 = OpenFlag.temporary & ~OpenFlag.directory;

/** Flags as open(2) reads them: those that it ignores taken out. */
function openFlagsOf(given: u32): u32 {
  const known = (given & OPEN_FLAGS) | OpenFlag.largeFile;
  return (known & OpenFlag.path) !== 0 ? known & PATH_FLAGS : known;
}
/** 0, or EINVAL for flags that exclude one another. */
function checkFlags(flags: u32): i32 {
  const both = OpenFlag.directory | OpenFlag.create;
  if ((flags & both) === both) return -Errno.EINVAL;
  if ((flags & TEMPORARY_BIT) === 0) return 0;
  const writes = (flags & OpenFlag.accessMask) !== OpenFlag.readOnly;
  return writes && (flags & OpenFlag.directory) !== 0 ? 0 : -Errno.EINVAL;
}

export function sysOpenat(dirFd: i32, pathAddress: u64, flags: u32, mode: u32): isize {
  return open(dirFd, pathAddress, openFlagsOf(flags), mode, 0);
}
function open(dirFd: i32, pathAddress: u64, flags: u32, mode: u32, limits: u32): isize {
  const flagError = checkFlags(flags);
  if (flagError !== 0) return isize(flagError);
  const [path, error] = readPath(pathAddress);
  if (error !== 0) return isize(error);
  // With a root of its own the walk begins at the descriptor, whatever the path says.
  const [start, startError] = startOf(dirFd, (limits & Resolve.inRoot) !== 0 ? "." : path);
  if (start === null) return isize(startError);
  if ((flags & TEMPORARY_BIT) !== 0) return openTemporary(start, path, flags, mode);
  const [file, openError] = openPath(start, path, flags, mode & ~currentProcess().umask, limits);
  // A signal while the other end of a FIFO was waited for.
  if (file === null) return openError === -Errno.EINTR ? RESTART : isize(openError);
  const fd = currentFiles().add(file, (flags & OpenFlag.closeOnExec) !== 0, 0);
  if (fd < 0) file.release();
  return isize(fd);
}
/** O_TMPFILE: a file without a name. */
function openTemporary(start: Inode, path: string, flags: u32, mode: u32): isize {
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walk.run(start, path, (flags & OpenFlag.noFollow) === 0);
  if (error !== 0) return isize(error);
  const directory = walk.inode!;
  if (!directory.isDirectory) return -Errno.ENOTDIR;
  const [inode, refused] = directory.createUnnamed(mode & 0o7777 & ~currentProcess().umask);
  if (inode === null) return isize(refused);
  inode.mayGetName = (flags & OpenFlag.exclusive) === 0;
  const fd = addOpened(inode, flags & ~u32(OpenFlag.temporary));
  inode.release();
  return fd;
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
const MFD_CLOEXEC: u32 = 1;
const MFD_ALLOW_SEALING: u32 = 2;
const MFD_NOEXEC_SEAL: u32 = 8;
const MFD_EXEC: u32 = 16;

/** memfd_create(2); without large pages of its own (MFD_HUGETLB). */
export function sysMemfdCreate(nameAddress: u64, flags: u32): isize {
  if ((flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL | MFD_EXEC)) !== 0) return -Errno.EINVAL;
  if ((flags & MFD_EXEC) !== 0 && (flags & MFD_NOEXEC_SEAL) !== 0) return -Errno.EINVAL;
  const [name, error] = readPath(nameAddress);
  if (error === -Errno.EFAULT) return isize(error);
  if (error !== 0 || name.length > LONGEST_MEMFD_NAME) return -Errno.EINVAL;
  const closeOnExec: u32 = (flags & MFD_CLOEXEC) !== 0 ? OpenFlag.closeOnExec : 0;
  const shown: Embed<GrowingWriter> = new GrowingWriter();
  shown.string("memfd:");
  shown.string(name);
  const inode = newAnonymousFile(shown.contents(), (flags & MFD_NOEXEC_SEAL) !== 0 ? 0o666 : 0o777);
  shown.release();
  if ((flags & MFD_NOEXEC_SEAL) !== 0) inode.seals = Seal.execute;
  else if ((flags & MFD_ALLOW_SEALING) !== 0) inode.seals = 0;
  const fd = addOpened(inode, OpenFlag.readWrite | OpenFlag.largeFile | closeOnExec);
  using file = currentFiles().get(i32(fd));
  if (file !== null) file.wasMade = true;
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
  return open(dirFd, pathAddress, u32(flags) | OpenFlag.largeFile, u32(mode), u32(limits));
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
export function duplicate(fd: i32, closeOnExec: boolean, from: u64): isize {
  const file = currentFiles().get(fd);
  if (file === null) return -Errno.EBADF;
  const copy = currentFiles().add(file, closeOnExec, from);
  if (copy < 0) file.release();
  return isize(copy);
}
function duplicateTo(fd: i32, to: i32, closeOnExec: boolean): isize {
  const file = currentFiles().get(fd);
  if (file === null) return -Errno.EBADF;
  if (fd === to) {
    file.release();
    return isize(to);
  }
  const result = currentFiles().put(file, to, closeOnExec);
  if (result < 0) file.release();
  return isize(result);
}
export function sysDup3(fd: i32, to: i32, flags: u32): isize {
  if ((flags & ~u32(OpenFlag.closeOnExec)) !== 0) return -Errno.EINVAL;
  return fd === to ? -Errno.EINVAL : duplicateTo(fd, to, flags !== 0);
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
  handle(Sys.dup2, (fd, to) => duplicateTo(i32(fd), i32(to), false));
  handle(Sys.dup3, (fd, to, flags) => sysDup3(i32(fd), i32(to), u32(flags)));
  handle(Sys.pipe, (to) => sysPipe2(to, 0));
  handle(Sys.pipe2, (to, flags) => sysPipe2(to, u32(flags)));
}
