/** open(2) over resolved paths: creation, truncation, and the kind of open file that the inode wants. */
import { Errno } from "../lib/errno.ts";
import { FileKind, type Inode } from "./inode.ts";
import { OpenFile, OpenFlag } from "./openfile.ts";
import { Walk } from "./path.ts";
import { DirectoryFile, RegularFile } from "./regularfile.ts";

/** What O_PATH gives: a name held open, of which nothing is read. */
class PathFile extends OpenFile {
  override read(_buffer: u64, _count: u64): isize {
    return -Errno.EBADF;
  }
  override write(_buffer: u64, _count: u64): isize {
    return -Errno.EBADF;
  }
}

/** Opens `path` relative to `start`; `mode` holds the permission bits of a file that is made, `limits` Resolve bits. A reference for the caller. */
export function openPath(
  start: Inode,
  path: string,
  flags: u32,
  mode: u32,
  limits: u32 = 0,
): [OpenFile | null, i32] {
  const walk: Embed<Walk> = new Walk();
  walk.limits = limits;
  using _done = walk.scope();
  const creates = (flags & OpenFlag.create) !== 0;
  const exclusive = creates && (flags & OpenFlag.exclusive) !== 0;
  let error = walk.toParent(start, path);
  if (error === 0) error = walk.finish((flags & OpenFlag.noFollow) === 0 && !exclusive, creates);
  if (error !== 0) return [null, error];
  const inode = walk.inode;
  if (inode === null) {
    const [made, createError] = walk.parent!.create(walk.name, FileKind.regular | (mode & 0o7777), 0);
    if (made === null) return [null, createError];
    walk.inode = made; // the walk gives the reference back
    return openInodeAs(made, flags);
  }
  if (exclusive) return [null, -Errno.EEXIST];
  const refusal = mayOpen(inode, flags);
  if (refusal !== 0) return [null, refusal];
  if ((flags & OpenFlag.truncate) !== 0 && inode.isRegular) {
    const truncateError = inode.resize(0);
    if (truncateError !== 0) return [null, truncateError];
  }
  return openInodeAs(inode, flags);
}

function mayOpen(inode: Inode, flags: u32): i32 {
  if ((flags & OpenFlag.create) !== 0 && inode.isDirectory) return -Errno.EISDIR;
  if ((flags & OpenFlag.directory) !== 0 && !inode.isDirectory) return -Errno.ENOTDIR;
  if ((flags & OpenFlag.path) !== 0) return 0;
  const writes = (flags & OpenFlag.accessMask) !== OpenFlag.readOnly || (flags & OpenFlag.truncate) !== 0;
  if (inode.isSymlink) return -Errno.ELOOP;
  if (inode.isDirectory && writes) return -Errno.EISDIR;
  if (writes && inode.isReadOnly && inode.isRegular) return -Errno.EROFS;
  if (inode.kind === FileKind.socket) return -Errno.ENXIO;
  return 0;
}

/** An open file over an inode, which it retains. */
export function openInodeAs(inode: Inode, flags: u32): [OpenFile | null, i32] {
  let file: OpenFile | null = null;
  if ((flags & OpenFlag.path) !== 0) file = new PathFile();
  else {
    const [special, error] = inode.openFile(flags);
    if (error !== 0) return [null, error];
    file = special;
    if (file === null) file = inode.isDirectory ? new DirectoryFile() : new RegularFile();
  }
  inode.retain();
  file.inode = inode;
  if ((flags & OpenFlag.path) !== 0) {
    file.flags = flags & (OpenFlag.path | OpenFlag.directory | OpenFlag.noFollow);
    return [file, 0];
  }
  file.flags =
    flags &
    ~u32(
      OpenFlag.create |
        OpenFlag.exclusive |
        OpenFlag.truncate |
        OpenFlag.closeOnExec |
        OpenFlag.noControllingTerminal,
    );
  return [file, 0];
}
