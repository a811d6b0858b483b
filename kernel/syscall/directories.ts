/** Names and directories: getdents64(2), mkdir(2), unlink(2), link(2), symlink(2), readlink(2), chdir(2). */
import { Errno } from "../lib/errno.ts";
import { GrowingWriter } from "../lib/growingwriter.ts";
import { userWritable } from "../mm/user.ts";
import { currentFiles, currentProcess } from "../process/process.ts";
import { DirectoryEntry, FileKind, type Inode } from "../vfs/inode.ts";
import type { OpenFile } from "../vfs/openfile.ts";
import { currentDirectory, LastName, Walk, writePath } from "../vfs/path.ts";
import { Sys } from "./numbers.ts";
import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_REMOVEDIR,
  AT_SYMLINK_FOLLOW,
  AT_SYMLINK_NOFOLLOW,
  descriptorInode,
  isEmptyPath,
  readPath,
  walkExisting,
  walkOrDescriptor,
  walkToNew,
  walkToParent,
} from "./paths.ts";
import { handle } from "./table.ts";

/** struct linux_dirent64: inode, offset, record length, type, name. */
const DIRENT_HEADER: u64 = 19;
/** Positions 0 and 1 of an open directory are "." and ".."; the inode's own positions follow. */
const FIRST_ENTRY: u64 = 2;

/** The entry's length, or EINVAL when it does not fit, EFAULT. */
function putEntry(to: u64, room: u64, number: u64, next: u64, kind: u32, name: string): isize {
  const length = (DIRENT_HEADER + name.length + 1 + 7) & ~u64(7);
  if (length > room) return -Errno.EINVAL;
  if (!userWritable(to, length)) return -Errno.EFAULT;
  storeUnaligned<u64>(to, number);
  storeUnaligned<u64>(to + 8, next);
  storeUnaligned<u16>(to + 16, u16(length));
  storeUnaligned<u8>(to + 18, u8(kind >> 12));
  copyBytes(to + DIRENT_HEADER, addressOf(name.ptr), name.length);
  fillBytes(to + DIRENT_HEADER + name.length, 0, length - DIRENT_HEADER - name.length);
  return isize(length);
}

/** getdents64(2). The size is an int in Linux: no entry fits into a negative one. */
export function sysGetdents64(fd: i32, to: u64, size: i32): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const inode = file.inode;
  if (inode === null || !inode.isDirectory) return -Errno.ENOTDIR;
  if (inode.unlinked) return -Errno.ENOENT;
  return fillEntries(file, inode, to, u64(max(size, 0)));
}
function fillEntries(file: OpenFile, directory: Inode, to: u64, size: u64): isize {
  let used: u64 = 0;
  const entry: Embed<DirectoryEntry> = new DirectoryEntry();
  while (true) {
    let length: isize = 0;
    let next = file.position + 1;
    if (file.position === 0) length = putEntry(to, size, directory.number, next, FileKind.directory, ".");
    else if (file.position === 1) {
      const up: Inode = directory.parent ?? directory;
      length = putEntry(to + used, size - used, up.number, next, FileKind.directory, "..");
    } else {
      if (!directory.entryAt(file.position - FIRST_ENTRY, entry)) return isize(used);
      next = entry.next + FIRST_ENTRY;
      length = putEntry(to + used, size - used, entry.number, next, entry.kind, entry.name);
    }
    if (length < 0) return used > 0 ? isize(used) : length;
    used += u64(length);
    file.position = next;
  }
}

export function sysMkdirat(fd: i32, path: u64, mode: u32): isize {
  return makeNode(fd, path, FileKind.directory | (mode & 0o1777 & ~currentProcess().umask), 0);
}
export function sysMknodat(fd: i32, path: u64, mode: u32, device: u64): isize {
  const kind = mode & FileKind.mask;
  if (kind === FileKind.directory) return -Errno.EPERM;
  const isDevice = kind === FileKind.character || kind === FileKind.block;
  if (isDevice) return -Errno.EPERM; // /dev has those that there are
  const isPlain = kind === FileKind.regular || kind === 0;
  if (!isPlain && kind !== FileKind.fifo && kind !== FileKind.socket) return -Errno.EINVAL;
  const made: u32 = isPlain ? FileKind.regular : kind;
  return makeNode(fd, path, made | (mode & 0o7777 & ~currentProcess().umask), device);
}
function makeNode(fd: i32, path: u64, mode: u32, device: u64): isize {
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkToNew(walk, fd, path, (mode & FileKind.mask) === FileKind.directory);
  if (error !== 0) return isize(error);
  const [made, createError] = walk.parent!.create(walk.name, mode, device);
  if (made === null) return isize(createError);
  made.release();
  return 0;
}
export function sysUnlinkat(fd: i32, path: u64, flags: u32): isize {
  if ((flags & ~AT_REMOVEDIR) !== 0) return -Errno.EINVAL;
  const removesDirectory = (flags & AT_REMOVEDIR) !== 0;
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkToParent(walk, fd, path);
  if (error !== 0) return isize(error);
  if (walk.last !== LastName.normal) return removesDirectory ? noDirectoryName(walk.last) : -Errno.EISDIR;
  const [inode, lookupError] = walk.lookupLast();
  if (inode === null) return isize(lookupError);
  walk.inode = inode;
  if (inode.isDirectory && !removesDirectory) return -Errno.EISDIR;
  if (!inode.isDirectory && (removesDirectory || walk.trailingSlash)) return -Errno.ENOTDIR;
  const parent = walk.parent!;
  if (inode.parent !== parent && inode.isDirectory) return -Errno.EBUSY; // a mount point
  return isize(removesDirectory ? parent.removeDirectory(walk.name) : parent.unlink(walk.name));
}
/** rmdir(2) of what is no name of a directory's own. */
function noDirectoryName(last: LastName): isize {
  if (last === LastName.dot) return -Errno.EINVAL;
  return last === LastName.dotDot ? -Errno.ENOTEMPTY : -Errno.EBUSY;
}
export function sysLinkat(oldFd: i32, oldPath: u64, newFd: i32, newPath: u64, flags: u32): isize {
  if ((flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH)) !== 0) return -Errno.EINVAL;
  const from: Embed<Walk> = new Walk();
  using _from = from.scope();
  const nofollow: u32 = (flags & AT_SYMLINK_FOLLOW) !== 0 ? 0 : AT_SYMLINK_NOFOLLOW;
  const error = walkOrDescriptor(from, oldFd, oldPath, nofollow | (flags & AT_EMPTY_PATH));
  if (error !== 0) return isize(error);
  const to: Embed<Walk> = new Walk();
  using _to = to.scope();
  const newError = walkToNew(to, newFd, newPath, false);
  if (newError !== 0) return isize(newError);
  const inode = from.inode!;
  if (to.parent!.filesystem !== inode.filesystem) return -Errno.EXDEV;
  return isize(to.parent!.link(to.name, inode));
}
export function sysSymlinkat(targetAddress: u64, fd: i32, path: u64): isize {
  const [target, error] = readPath(targetAddress);
  if (error !== 0) return isize(error);
  if (target.length === 0) return -Errno.ENOENT;
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const walkError = walkToNew(walk, fd, path, false);
  if (walkError !== 0) return isize(walkError);
  return isize(walk.parent!.symlink(walk.name, target));
}
export function sysReadlinkat(fd: i32, path: u64, to: u64, size: u64): isize {
  if (i32(size) <= 0) return -Errno.EINVAL;
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const [empty, pathError] = isEmptyPath(path);
  if (pathError !== 0) return isize(pathError);
  const error: i32 = empty ? descriptorInode(walk, fd) : walkExisting(walk, fd, path, false);
  if (error !== 0) return isize(error);
  const inode = walk.inode!;
  if (!inode.isSymlink) return empty ? -Errno.ENOENT : -Errno.EINVAL;
  const [target, linkError] = inode.readLink();
  if (linkError !== 0) return isize(linkError);
  const n = min(size & 0xffffffff, target.length);
  if (!userWritable(to, n)) return -Errno.EFAULT;
  copyBytes(to, addressOf(target.ptr), n);
  return isize(n);
}

export function sysGetcwd(to: u64, size: u64): isize {
  if (currentDirectory().unlinked) return -Errno.ENOENT;
  const path: Embed<GrowingWriter> = new GrowingWriter();
  writePath(currentDirectory(), path);
  path.byte(0);
  const text = path.contents();
  let result: isize = isize(text.length);
  if (text.length > size) result = -Errno.ERANGE;
  else if (!userWritable(to, text.length)) result = -Errno.EFAULT;
  else copyBytes(to, addressOf(text.ptr), text.length);
  path.release();
  return result;
}
function changeTo(walk: Walk): isize {
  const inode = walk.inode!;
  if (!inode.isDirectory) return -Errno.ENOTDIR;
  currentProcess().directory.set(inode);
  return 0;
}
export function sysChdir(path: u64): isize {
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkExisting(walk, AT_FDCWD, path, true);
  return error !== 0 ? isize(error) : changeTo(walk);
}
export function sysFchdir(fd: i32): isize {
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  using file = currentFiles().get(fd);
  if (file === null) return -Errno.EBADF;
  const error = descriptorInode(walk, fd);
  return error !== 0 ? isize(error) : changeTo(walk);
}

export function registerDirectoryCalls(): void {
  handle(Sys.getdents64, (fd, to, size) => sysGetdents64(i32(fd), to, i32(size)));
  handle(Sys.mkdir, (path, mode) => sysMkdirat(AT_FDCWD, path, u32(mode)));
  handle(Sys.mkdirat, (fd, path, mode) => sysMkdirat(i32(fd), path, u32(mode)));
  handle(Sys.mknod, (path, mode, device) => sysMknodat(AT_FDCWD, path, u32(mode), device));
  handle(Sys.mknodat, (fd, path, mode, device) => sysMknodat(i32(fd), path, u32(mode), device));
  handle(Sys.rmdir, (path) => sysUnlinkat(AT_FDCWD, path, AT_REMOVEDIR));
  handle(Sys.unlink, (path) => sysUnlinkat(AT_FDCWD, path, 0));
  handle(Sys.unlinkat, (fd, path, flags) => sysUnlinkat(i32(fd), path, u32(flags)));
  handle(Sys.link, (from, to) => sysLinkat(AT_FDCWD, from, AT_FDCWD, to, 0));
  handle(Sys.linkat, (fromFd, from, toFd, to, flags) =>
    sysLinkat(i32(fromFd), from, i32(toFd), to, u32(flags)),
  );
  handle(Sys.symlink, (target, path) => sysSymlinkat(target, AT_FDCWD, path));
  handle(Sys.symlinkat, (target, fd, path) => sysSymlinkat(target, i32(fd), path));
  handle(Sys.readlink, (path, to, size) => sysReadlinkat(AT_FDCWD, path, to, size));
  handle(Sys.readlinkat, (fd, path, to, size) => sysReadlinkat(i32(fd), path, to, size));
  handle(Sys.getcwd, (to, size) => sysGetcwd(to, size));
  handle(Sys.chdir, (path) => sysChdir(path));
  handle(Sys.fchdir, (fd) => sysFchdir(i32(fd)));
}
