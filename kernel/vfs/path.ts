/**
 * Path resolution (path_resolution(7)).
 *
 * A walk starts at the root, the working directory or a descriptor's directory, follows symbolic links (at most 40), steps
 * over mount points, and ends at an inode, or at the directory that would hold a name that is not there yet.
 */
import { Errno } from "../lib/errno.ts";
import type { Writer } from "../lib/writer.ts";
import { type Inode, LONGEST_NAME } from "./inode.ts";

const MOST_LINKS: u32 = 40;
const LONGEST_PATH: usize = 4095;
const SLASH: u8 = 0x2f;

/** What relative paths start from: each process has one. */
export class WorkingDirectory {
  private inode: Inode | null = null;

  /** Null before a first `set`, which means the root. */
  get(): Inode | null {
    return this.inode;
  }
  set(inode: Inode | null): void {
    if (inode !== null) inode.retain();
    const before = this.inode;
    this.inode = inode;
    if (before !== null) before.release();
  }
}

let rootInode: Inode | null = null;
let workingDirectory: FnPtr<() => WorkingDirectory> | null = null;

export function setRoot(inode: Inode): void {
  inode.retain();
  rootInode = inode;
}
/** process/ says whose working directory counts. */
export function setWorkingDirectorySource(source: FnPtr<() => WorkingDirectory>): void {
  workingDirectory = source;
}
export function root(): Inode {
  return rootInode!;
}
export function currentDirectory(): Inode {
  const source = workingDirectory;
  return (source === null ? null : source().get()) ?? root();
}

/** How far a walk may go (openat2(2), RESOLVE_*). */
export enum Resolve {
  noMounts = 1,
  noMagicLinks = 2,
  noLinks = 4,
  beneath = 8,
  inRoot = 16,
  cached = 32,
}

/** Where a walk ended. */
export class Walk {
  /** The file; null when only its directory exists. A reference belongs to the walk: `done` gives it back. */
  inode: Inode | null = null;
  /** The directory that holds (or would hold) the last name. */
  parent: Inode | null = null;
  /** The last name; points into the path or a link's target. */
  name: string = "";
  /** The path ended in a slash: only a directory will do. */
  mustBeDirectory: boolean = false;
  /** Set before `run` by calls that take names away: a slash at the end does not make a link be followed. */
  keepLink: boolean = false;
  /** Resolve bits. */
  limits: u32 = 0;
  /** Where the walk began: its root with Resolve.inRoot. */
  private top: Inode | null = null;
  private links: u32 = 0;

  done(): void {
    const inode = this.inode;
    if (inode !== null) inode.release();
    this.inode = null;
  }
  /** For `using`: the walk's reference is given back at scope exit. */
  scope(): Walk {
    return this;
  }
  [Symbol.dispose](): void {
    this.done();
  }

  /**
   * Resolves `path` from `start`. With `follow`, a symbolic link at the end is followed. 0 also when only the last name
   * is missing (`inode` is null then); else a negative errno.
   */
  run(start: Inode, path: string, follow: boolean): i32 {
    if (path.length === 0) return -Errno.ENOENT;
    if (path.length > LONGEST_PATH) return -Errno.ENAMETOOLONG;
    this.top = start;
    if (path.byteAt(0) === SLASH && (this.limits & Resolve.beneath) !== 0) return -Errno.EXDEV;
    const from: Inode = path.byteAt(0) === SLASH ? this.rootOfWalk() : start;
    from.retain();
    return this.walk(from, path, follow);
  }

  private rootOfWalk(): Inode {
    return (this.limits & Resolve.inRoot) !== 0 ? this.top! : root();
  }
  /** Why a link may not be followed; 0 when it may. `magic`: it stands for an open file. */
  private refusesLink(magic: boolean, target: string): i32 {
    if ((this.limits & Resolve.noLinks) !== 0) return -Errno.ELOOP;
    if (magic && (this.limits & Resolve.noMagicLinks) !== 0) return -Errno.ELOOP;
    const isBound = (this.limits & (Resolve.beneath | Resolve.inRoot)) !== 0;
    if (magic) return isBound ? -Errno.EXDEV : 0;
    const leaves = target.length > 0 && target.byteAt(0) === SLASH;
    return leaves && (this.limits & Resolve.beneath) !== 0 ? -Errno.EXDEV : 0;
  }
  /** Why a step may not be taken; 0 when it may. */
  private refusesStep(directory: Inode, name: string, found: Inode): i32 {
    if (this.limits === 0) return 0;
    if (name === ".." && directory === this.top && (this.limits & Resolve.beneath) !== 0) return -Errno.EXDEV;
    const leaves = found.filesystem !== directory.filesystem;
    return leaves && (this.limits & Resolve.noMounts) !== 0 ? -Errno.EXDEV : 0;
  }

  /** Takes over the reference to `directory`. */
  private walk(start: Inode, path: string, follow: boolean): i32 {
    let directory: Inode = start;
    let at: usize = 0;
    while (true) {
      while (at < path.length && path.byteAt(at) === SLASH) at++;
      if (at === path.length) {
        this.inode = directory;
        this.parent = directory.parent ?? directory;
        this.name = ".";
        return 0;
      }
      let end = at;
      while (end < path.length && path.byteAt(end) !== SLASH) end++;
      const name = path.substring(at, end);
      at = end;
      while (at < path.length && path.byteAt(at) === SLASH) at++;
      const last = at === path.length;
      if (last && end < path.length) this.mustBeDirectory = true;
      if (!directory.isDirectory) {
        directory.release();
        return -Errno.ENOTDIR;
      }
      if (name.length > LONGEST_NAME) {
        directory.release();
        return -Errno.ENAMETOOLONG;
      }
      const staysAtTop = name === ".." && directory === this.top && (this.limits & Resolve.inRoot) !== 0;
      const [found, error] = step(directory, staysAtTop ? "." : name);
      if (found === null) {
        if (error === -Errno.ENOENT && last) {
          this.parent = directory;
          this.name = name;
          directory.release();
          return 0;
        }
        directory.release();
        return error;
      }
      const refused = this.refusesStep(directory, name, found);
      if (refused !== 0) {
        found.release();
        directory.release();
        return refused;
      }
      if (found.isSymlink && (!last || follow || (this.mustBeDirectory && !this.keepLink))) {
        this.links++;
        if (this.links > MOST_LINKS) {
          found.release();
          directory.release();
          return -Errno.ELOOP;
        }
        const [open, openError] = found.linkedInode();
        const bound: i32 = open === null ? 0 : this.refusesLink(true, "");
        if (open !== null && bound !== 0) {
          open.release();
          found.release();
          directory.release();
          return bound;
        }
        if (open !== null) {
          found.release();
          if (!last) {
            directory.release();
            directory = open;
            continue;
          }
          return this.end(directory, open, name);
        }
        const [target, readError] = found.readLink();
        const failed: i32 = openError !== 0 ? openError : readError;
        const linkError: i32 = failed !== 0 ? failed : this.refusesLink(false, target);
        if (linkError !== 0 || target.length === 0) {
          found.release();
          directory.release();
          return linkError !== 0 ? linkError : -Errno.ENOENT;
        }
        let base: Inode = directory;
        if (target.byteAt(0) === SLASH) {
          base = this.rootOfWalk();
          base.retain();
          directory.release();
        }
        if (last) {
          const wanted = this.mustBeDirectory;
          const result = this.walk(base, target, true);
          this.mustBeDirectory = this.mustBeDirectory || wanted;
          found.release();
          return result;
        }
        const wanted = this.mustBeDirectory; // a slash at the target's end says nothing of what follows here
        const result = this.walk(base, target, true);
        this.mustBeDirectory = wanted;
        found.release();
        if (result !== 0) return result;
        const next = this.inode;
        this.inode = null;
        if (next === null) return -Errno.ENOENT;
        directory = next;
        continue;
      }
      if (last) return this.end(directory, found, name);
      directory.release();
      directory = found;
    }
  }
  /** The walk ends at `inode`, called `name` in `directory`. */
  private end(directory: Inode, inode: Inode, name: string): i32 {
    this.inode = inode;
    this.parent = directory;
    this.name = name;
    directory.release();
    if (!this.mustBeDirectory || inode.isDirectory) return 0;
    this.done();
    return -Errno.ENOTDIR;
  }
}

/** One name in one directory, mounts and ".." included. */
function step(directory: Inode, name: string): [Inode | null, i32] {
  if (name === ".") {
    directory.retain();
    return [directory, 0];
  }
  if (name === "..") {
    const up: Inode = directory === root() ? directory : (directory.parent ?? directory);
    up.retain();
    return [up, 0];
  }
  const [found, error] = directory.lookup(name);
  if (found === null) return [null, error];
  let inode: Inode = found;
  let over = inode.mounted;
  while (over !== null) {
    over.retain();
    inode.release();
    inode = over;
    over = inode.mounted;
  }
  return [inode, 0];
}

/** Mounts the filesystem with root `inode` on the directory `at`. */
export function mountOn(at: Inode, inode: Inode): void {
  at.retain();
  inode.retain();
  inode.place(at.parent, at.name);
  at.mounted = inode;
}

/** The file at an absolute or cwd-relative path, links followed: a reference for the caller. */
export function openInode(path: string): [Inode | null, i32] {
  const walk: Embed<Walk> = new Walk();
  const error = walk.run(currentDirectory(), path, true);
  if (error !== 0) return [null, error];
  if (walk.inode === null) return [null, -Errno.ENOENT];
  return [walk.inode, 0];
}

/** Writes the absolute path by which a file was reached. */
export function writePath(inode: Inode, w: Writer): void {
  if (!inode.writeNames(w)) w.string("/");
}
