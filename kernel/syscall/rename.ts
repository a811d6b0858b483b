/** rename(2), renameat2(2). */
import { Errno } from "../lib/errno.ts";
import type { Inode } from "../vfs/inode.ts";
import { LastName, Walk } from "../vfs/path.ts";
import { Sys } from "./numbers.ts";
import { AT_FDCWD, walkToParent } from "./paths.ts";
import { handle } from "./table.ts";

/** Flags of renameat2(2). */
const NO_REPLACE: u32 = 1;
const EXCHANGE: u32 = 2;
const WHITEOUT: u32 = 4;

/** Whether `inode` is `directory` or lies above it. */
function isAbove(inode: Inode, directory: Inode): boolean {
  for (let at: Inode | null = directory; at !== null; at = at.parent) if (at === inode) return true;
  return false;
}

export function sysRenameat(oldFd: i32, oldPath: u64, newFd: i32, newPath: u64, flags: u32): isize {
  if ((flags & ~(NO_REPLACE | EXCHANGE | WHITEOUT)) !== 0) return -Errno.EINVAL;
  if ((flags & EXCHANGE) !== 0 && flags !== EXCHANGE) return -Errno.EINVAL;
  const from: Embed<Walk> = new Walk();
  using _from = from.scope();
  const error = walkToParent(from, oldFd, oldPath);
  if (error !== 0) return isize(error);
  const to: Embed<Walk> = new Walk();
  using _to = to.scope();
  const newError = walkToParent(to, newFd, newPath);
  if (newError !== 0) return isize(newError);
  const source = from.parent!;
  const target = to.parent!;
  if (source.filesystem !== target.filesystem) return -Errno.EXDEV;
  if (from.last !== LastName.normal) return -Errno.EBUSY;
  if (to.last !== LastName.normal) return (flags & NO_REPLACE) !== 0 ? -Errno.EEXIST : -Errno.EBUSY;
  if (source.isReadOnly) return -Errno.EROFS;
  const refused = lookUp(from, to, flags);
  if (refused !== 0) return isize(refused);
  if ((flags & EXCHANGE) !== 0) return isize(source.exchange(from.name, target, to.name));
  return isize(source.rename(from.name, target, to.name, (flags & WHITEOUT) !== 0));
}
/** Finds both files, the new one of which may be missing: 0 when the one may come to the other's place. */
function lookUp(from: Walk, to: Walk, flags: u32): i32 {
  const [old, oldError] = from.lookupLast();
  from.inode = old;
  if (old === null) return oldError;
  const [replaced, newError] = to.lookupLast();
  to.inode = replaced;
  const exchanges = (flags & EXCHANGE) !== 0;
  if (replaced === null) {
    if (newError !== -Errno.ENOENT || exchanges) return newError;
  } else if ((flags & NO_REPLACE) !== 0) return -Errno.EEXIST;
  if (exchanges && to.trailingSlash && !replaced!.isDirectory) return -Errno.ENOTDIR;
  if (!old.isDirectory && (from.trailingSlash || (to.trailingSlash && !exchanges))) return -Errno.ENOTDIR;
  if (isAbove(old, to.parent!)) return -Errno.EINVAL;
  if (replaced !== null && isAbove(replaced, from.parent!))
    return exchanges ? -Errno.EINVAL : -Errno.ENOTEMPTY;
  return 0;
}

export function registerRenameCalls(): void {
  handle(Sys.rename, (from, to) => sysRenameat(AT_FDCWD, from, AT_FDCWD, to, 0));
  handle(Sys.renameat, (fromFd, from, toFd, to) => sysRenameat(i32(fromFd), from, i32(toFd), to, 0));
  handle(Sys.renameat2, (fromFd, from, toFd, to, flags) =>
    sysRenameat(i32(fromFd), from, i32(toFd), to, u32(flags)),
  );
}
