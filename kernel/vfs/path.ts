/**
 * Path resolution (path_resolution(7)).
 *
 * A walk starts at the root, the working directory or a descriptor's directory, follows symbolic links (at most 40), steps
 * over mount points, and ends at an inode, or at the directory that holds, or would hold, the last name. As in Linux, what a
 * call does with the last name is its own: calls that make, take away or move names look at it themselves.
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

/** What a path ends in, slashes at its end left off. */
export enum LastName {
  normal = 0,
  dot = 1,
  dotDot = 2,
  /** Nothing: the path is all slashes. */
  none = 3,
}
function lastNameKind(name: string): LastName {
  if (name === ".") return LastName.dot;
  return name === ".." ? LastName.dotDot : LastName.normal;
}

/** A link in the middle of a path that is being followed, and the path to go on with behind it. */
class Rest {
  link!: Inode;
  path: string = "";
  at: usize = 0;
  outer: Rest | null = null;
}

/** Where a walk stands. */
export class Walk {
  /** The file that was reached. The references to it and to the directory belong to the walk: `done` gives them back. */
  inode: Inode | null = null;
  /** The directory that holds (or would hold) the last name. */
  parent: Inode | null = null;
  /** The last name; points into the path or a link's target. */
  name: string = "";
  last: LastName = LastName.normal;
  /** A slash follows the last name. */
  trailingSlash: boolean = false;
  /** Resolve bits. */
  limits: u32 = 0;
  /** Where the walk began: its root with Resolve.inRoot. */
  private top: Inode | null = null;
  private mustBeDirectory: boolean = false;
  private links: u32 = 0;
  /** The links in whose targets the walk is, innermost first: up to 40, too many for the stack. */
  private rest: Rest | null = null;
  /** The link that `name` points into. */
  private link: Inode | null = null;

  done(): void {
    const { inode, parent, link } = this;
    this.inode = null;
    this.parent = null;
    this.link = null;
    if (inode !== null) inode.release();
    if (parent !== null) parent.release();
    if (link !== null) link.release();
  }
  /** For `using`: the walk's references are given back at scope exit. */
  scope(): Walk {
    return this;
  }
  [Symbol.dispose](): void {
    this.done();
  }

  /** Resolves `path` from `start`. With `follow`, or a slash at its end, a symbolic link at the end is followed. */
  run(start: Inode, path: string, follow: boolean): i32 {
    const error = this.toParent(start, path);
    return error !== 0 ? error : this.finish(follow, false);
  }
  /** Resolves all of `path` but its last name, which need not be there. */
  toParent(start: Inode, path: string): i32 {
    if (path.length === 0) return -Errno.ENOENT;
    if (path.length > LONGEST_PATH) return -Errno.ENAMETOOLONG;
    this.top = start;
    if (path.byteAt(0) === SLASH && (this.limits & Resolve.beneath) !== 0) return -Errno.EXDEV;
    const from: Inode = path.byteAt(0) === SLASH ? this.rootOfWalk() : start;
    from.retain();
    return this.walkToParent(from, path);
  }
  /** To the directory of a name that is free; one that a slash follows is for a `directory` only. */
  toNew(start: Inode, path: string, directory: boolean): i32 {
    const error = this.toParent(start, path);
    if (error !== 0) return error;
    if (this.last !== LastName.normal) return -Errno.EEXIST;
    const [found, lookupError] = this.lookupLast();
    if (found !== null) {
      found.release();
      return -Errno.EEXIST;
    }
    if (lookupError !== -Errno.ENOENT) return lookupError;
    return this.trailingSlash && !directory ? -Errno.ENOENT : 0;
  }
  /** The file called `name` in `parent`: a reference. */
  lookupLast(): [Inode | null, i32] {
    const directory = this.parent!;
    if (this.last !== LastName.none) return this.step(directory, this.name);
    directory.retain();
    return [directory, 0];
  }
  /**
   * From the last name to its file. With `creating` the file may be missing (`inode` is null then), and its name has no
   * slash behind it.
   */
  finish(follow: boolean, creating: boolean): i32 {
    while (true) {
      const slash = this.trailingSlash && this.last === LastName.normal;
      if (slash && creating) return -Errno.EISDIR;
      if (slash) this.mustBeDirectory = true; // and where the link leads, links are followed as well
      const [found, error] = this.lookupLast();
      if (found === null) return creating && error === -Errno.ENOENT ? 0 : error;
      if (!found.isSymlink || !(follow || this.mustBeDirectory)) {
        this.inode = found;
        break;
      }
      const linkError = this.enter(found);
      if (linkError !== 0) return linkError;
      if (this.inode !== null) break;
    }
    if (!this.mustBeDirectory || this.inode!.isDirectory) return 0;
    this.done();
    return -Errno.ENOTDIR;
  }

  /** Goes where `link` in `parent` says, up to the last name; or to the `inode` that it stands for. Takes over the reference. */
  private enter(link: Inode): i32 {
    this.links++;
    let error: i32 = this.links > MOST_LINKS ? -Errno.ELOOP : 0;
    if (error === 0) {
      const [open, openError] = link.linkedInode();
      const [target, readError] = link.readLink();
      error = openError;
      if (open !== null) {
        this.inode = open;
        error = this.refusesLink(true, "");
      } else if (error === 0) error = readError !== 0 ? readError : this.enterPath(target);
    }
    const before = this.link;
    this.link = link;
    if (before !== null) before.release();
    return error;
  }
  private enterPath(target: string): i32 {
    const refused = this.refusesLink(false, target);
    if (refused !== 0) return refused;
    if (target.length === 0) return -Errno.ENOENT;
    const from: Inode = target.byteAt(0) === SLASH ? this.rootOfWalk() : this.parent!;
    from.retain();
    return this.walkToParent(from, target);
  }
  /** Takes over the reference to `start`. */
  private walkToParent(start: Inode, path: string): i32 {
    const error = this.walkThrough(start, path);
    while (this.rest !== null) this.popRest(); // an error within a link's target
    return error;
  }
  private walkThrough(start: Inode, whole: string): i32 {
    let directory: Inode = start;
    let path = whole;
    let at: usize = 0;
    while (at < path.length && path.byteAt(at) === SLASH) at++;
    while (true) {
      while (at === path.length && this.rest !== null) [path, at] = this.popRest();
      if (at < path.length && !directory.isDirectory) {
        directory.release();
        return -Errno.ENOTDIR;
      }
      let end = at;
      while (end < path.length && path.byteAt(end) !== SLASH) end++;
      const name = path.substring(at, end);
      at = end;
      while (at < path.length && path.byteAt(at) === SLASH) at++;
      if (at === path.length && this.rest === null) {
        this.standIn(directory);
        this.name = name;
        this.last = name.length === 0 ? LastName.none : lastNameKind(name);
        this.trailingSlash = end < at;
        return 0;
      }
      const [found, error] = this.step(directory, name);
      if (found === null) {
        directory.release();
        return error;
      }
      if (!found.isSymlink) {
        directory.release();
        directory = found;
        continue;
      }
      const [open, target, linkError] = this.follow(found);
      if (linkError !== 0) {
        found.release();
        directory.release();
        return linkError;
      }
      if (open !== null) {
        found.release();
        directory.release();
        directory = open;
        continue;
      }
      if (target.byteAt(0) === SLASH) {
        directory.release();
        directory = this.rootOfWalk();
        directory.retain();
      }
      this.pushRest(found, path, at);
      path = target;
      at = 0;
      while (at < path.length && path.byteAt(at) === SLASH) at++;
    }
  }
  /** What a link in the middle of a path leads to: a file that it stands for, or the path in it. */
  private follow(link: Inode): [Inode | null, string, i32] {
    this.links++;
    if (this.links > MOST_LINKS) return [null, "", -Errno.ELOOP];
    const [open, openError] = link.linkedInode();
    if (open !== null) {
      const refused = this.refusesLink(true, "");
      if (refused === 0) return [open, "", 0];
      open.release();
      return [null, "", refused];
    }
    const [target, readError] = link.readLink();
    let error: i32 = openError !== 0 ? openError : readError;
    if (error === 0) error = this.refusesLink(false, target);
    if (error === 0 && target.length === 0) error = -Errno.ENOENT;
    return [null, target, error];
  }
  private pushRest(link: Inode, path: string, at: usize): void {
    const rest = new Rest();
    rest.link = link;
    rest.path = path;
    rest.at = at;
    rest.outer = this.rest;
    this.rest = rest;
  }
  private popRest(): [string, usize] {
    const rest = this.rest!;
    const { path, at } = rest;
    this.rest = rest.outer;
    rest.link.release();
    free(rest);
    return [path, at];
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
  /** The file called `name`, where the walk may go there: a reference. */
  private step(directory: Inode, name: string): [Inode | null, i32] {
    if (this.limits === 0) return step(directory, name);
    const upFromTop = name === ".." && directory === this.top;
    if (upFromTop && (this.limits & Resolve.beneath) !== 0) return [null, -Errno.EXDEV];
    const [found, error] = step(directory, upFromTop && (this.limits & Resolve.inRoot) !== 0 ? "." : name);
    if (found === null || (this.limits & Resolve.noMounts) === 0) return [found, error];
    if (found.filesystem === directory.filesystem) return [found, 0];
    found.release();
    return [null, -Errno.EXDEV];
  }
  /** Takes over the reference. */
  private standIn(directory: Inode): void {
    const before = this.parent;
    this.parent = directory;
    if (before !== null) before.release();
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
  if (name.length > LONGEST_NAME) return [null, -Errno.ENAMETOOLONG];
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
  const inode = walk.inode;
  walk.inode = null;
  walk.done();
  return [inode, error];
}

/** Writes the absolute path by which a file was reached. */
export function writePath(inode: Inode, w: Writer): void {
  if (!inode.writeNames(w)) w.string("/");
}
