/** Paths and directory descriptors in system calls. */
import { Errno } from "../lib/errno.ts";
import { userReadable, userString } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { inodeOf } from "../vfs/anonymous.ts";
import type { Inode } from "../vfs/inode.ts";
import { currentDirectory, type Walk } from "../vfs/path.ts";

export const AT_FDCWD: i32 = -100;
export const AT_SYMLINK_NOFOLLOW: u32 = 0x100;
export const AT_REMOVEDIR: u32 = 0x200;
export const AT_SYMLINK_FOLLOW: u32 = 0x400;
export const AT_EMPTY_PATH: u32 = 0x1000;
const PATH_MAX: u64 = 4096;

/** The path in program memory: EFAULT, ENAMETOOLONG. */
export function readPath(address: u64): [string, i32] {
  return userString(address, PATH_MAX);
}

/** The directory that a relative path starts from: EBADF, ENOTDIR. Borrowed: valid while the descriptor is open. */
export function startOf(fd: i32, path: string): [Inode | null, i32] {
  if (path.length === 0) return [null, -Errno.ENOENT];
  if (fd === AT_FDCWD || path.byteAt(0) === 0x2f) return [currentDirectory(), 0];
  using file = currentFiles().get(fd);
  if (file === null) return [null, -Errno.EBADF];
  const inode = file.inode;
  if (inode === null || !inode.isDirectory) return [null, -Errno.ENOTDIR];
  return [inode, 0];
}

/** Resolves a path argument, but for its last name. */
export function walkToParent(walk: Walk, fd: i32, pathAddress: u64): i32 {
  const [path, error] = readPath(pathAddress);
  if (error !== 0) return error;
  const [start, startError] = startOf(fd, path);
  return start === null ? startError : walk.toParent(start, path);
}
/** To the directory of a name that is free: EEXIST, or ENOENT when a slash follows what is to be no `directory`. */
export function walkToNew(walk: Walk, fd: i32, pathAddress: u64, directory: boolean): i32 {
  const [path, error] = readPath(pathAddress);
  if (error !== 0) return error;
  const [start, startError] = startOf(fd, path);
  return start === null ? startError : walk.toNew(start, path, directory);
}
/** Resolves a path argument into `walk.inode`. */
export function walkExisting(walk: Walk, fd: i32, pathAddress: u64, follow: boolean): i32 {
  const [path, error] = readPath(pathAddress);
  if (error !== 0) return error;
  const [start, startError] = startOf(fd, path);
  return start === null ? startError : walk.run(start, path, follow);
}
/** As `walkExisting`, or the descriptor's own file when the path is empty and AT_EMPTY_PATH is given. */
export function walkOrDescriptor(walk: Walk, fd: i32, pathAddress: u64, flags: u32): i32 {
  if ((flags & AT_EMPTY_PATH) !== 0) {
    const [empty, error] = isEmptyPath(pathAddress);
    if (error !== 0) return error;
    if (empty) return descriptorInode(walk, fd);
  }
  return walkExisting(walk, fd, pathAddress, (flags & AT_SYMLINK_NOFOLLOW) === 0);
}
/** Whether a path given with AT_EMPTY_PATH names the descriptor itself: "", or null where a call takes that; EFAULT. */
export function isEmptyPath(pathAddress: u64): [boolean, i32] {
  if (!userReadable(pathAddress, 1)) return [false, -Errno.EFAULT];
  return [loadUnaligned<u8>(pathAddress) === 0, 0];
}
/** The file behind a descriptor, as if it had been walked to. */
export function descriptorInode(walk: Walk, fd: i32): i32 {
  if (fd === AT_FDCWD) {
    const here = currentDirectory();
    here.retain();
    walk.inode = here;
    return 0;
  }
  using file = currentFiles().get(fd);
  if (file === null) return -Errno.EBADF;
  const inode = inodeOf(file);
  inode.retain();
  walk.inode = inode;
  return 0;
}
