/**
 * Inodes: what a name in a filesystem denotes.
 *
 * A filesystem derives classes from Inode and overrides what its files can do; the defaults refuse. An inode knows the
 * directory and name by which it was last reached, so that a path can be shown for it; a directory has only one.
 *
 * Reference counts: whoever keeps an inode beyond a call retains it; `lookup` and `create` give a reference to the caller.
 */
import { Errno } from "../lib/errno.ts";
import { freeString } from "../lib/strings.ts";
import type { Writer } from "../lib/writer.ts";
import { PageSource } from "../mm/pagesource.ts";
import { Mutex } from "../sync/mutex.ts";
import { realtimeNs } from "../time/clock.ts";
import type { Attribute } from "./attribute.ts";
import type { InodeLocks } from "./locks.ts";
import type { OpenFile } from "./openfile.ts";

/** File type bits of the mode (inode(7)). */
export enum FileKind {
  mask = 0o170000,
  fifo = 0o010000,
  character = 0o020000,
  directory = 0o040000,
  block = 0o060000,
  regular = 0o100000,
  symlink = 0o120000,
  socket = 0o140000,
}

/** Seals of files in memory (fcntl(2), "File Sealing"). */
export enum Seal {
  none = 0,
  seal = 1,
  shrink = 2,
  grow = 4,
  write = 8,
  futureWrite = 16,
  execute = 32,
  all = 63,
}

/** The longest name in a directory (NAME_MAX). */
export const LONGEST_NAME: usize = 255;

/** A directory's entry, filled in by `entryAt`. The name is the entry's own copy. */
export class DirectoryEntry {
  private nameBytes!: FixedArray<u8, 255>;
  private nameLength: usize = 0;
  number: u64 = 0;
  /** FileKind. */
  kind: u32 = 0;
  /** Position of the entry after this one. */
  next: u64 = 0;

  get name(): string {
    return stringAt(this.nameBytes.ptr, this.nameLength);
  }
  /** Copies at most `LONGEST_NAME` bytes. */
  setName(name: string): void {
    this.nameLength = min(name.length, LONGEST_NAME);
    copyBytes(addressOf(this.nameBytes.ptr), addressOf(name.ptr), this.nameLength);
  }
}

const PIPEFS_MAGIC: u64 = 0x50495045;
const SOCKFS_MAGIC: u64 = 0x534f434b;
const ANON_INODE_FS_MAGIC: u64 = 0x09041934;
const PROC_SUPER_MAGIC: u64 = 0x9fa0;
const SYSFS_MAGIC: u64 = 0x62656572;

let nextFilesystem: u64 = 1;
/** A device number for a filesystem without a device (st_dev). */
export function newFilesystemNumber(): u64 {
  return nextFilesystem++;
}

export abstract class Inode extends PageSource {
  references: u32 = 0;
  /** Chains inodes whose last reference is gone and whose turn has not come. */
  nextDropped: Inode | null = null;
  number: u64 = 0;
  /** st_dev. */
  filesystem: u64 = 0;
  /** Held by whoever changes the contents or the size: a write is one step to other writers, and an append finds the end. */
  readonly writing: Embed<Mutex> = new Mutex();
  mode: u32 = 0;
  links: u32 = 1;
  uid: u32 = 0;
  gid: u32 = 0;
  size: u64 = 0;
  /** st_rdev of device nodes. */
  device: u64 = 0;
  accessNs: u64 = 0;
  modifyNs: u64 = 0;
  changeNs: u64 = 0;
  /** The directory by which the file was last reached, with a reference of its own; `place` sets both. */
  parent: Inode | null = null;
  name: string = "";
  /** The memory of `name` is the inode's and no directory entry's. */
  ownsName: boolean = false;
  /** The root of the filesystem that is mounted on this directory. */
  mounted: Inode | null = null;
  /** locks.ts. */
  locks: InodeLocks | null = null;
  /** Made without a name, and may be given one (O_TMPFILE without O_EXCL). */
  mayGetName: boolean = false;
  /** Extended attributes, where the filesystem keeps them. */
  attributes: Attribute | null = null;
  keepsAttributes: boolean = false;
  /** Seal bits. Only files of memfd_create(2) made for it get others than the first. */
  seals: u32 = Seal.seal;
  /** No longer reachable by a name. */
  unlinked: boolean = false;

  get kind(): u32 {
    return this.mode & FileKind.mask;
  }
  get isDirectory(): boolean {
    return this.kind === FileKind.directory;
  }
  /** Whether bytes of it have offsets: not those of pipes and sockets. */
  get hasOffsets(): boolean {
    return this.kind !== FileKind.fifo && this.kind !== FileKind.socket;
  }
  get isRegular(): boolean {
    return this.kind === FileKind.regular;
  }
  get isSymlink(): boolean {
    return this.kind === FileKind.symlink;
  }
  /** True on a filesystem that takes no changes. */
  get isReadOnly(): boolean {
    return false;
  }
  /** Why mode, owner and times cannot be changed: 0, or -EROFS, -EOPNOTSUPP. */
  get changeRefusal(): i32 {
    return this.isReadOnly ? -Errno.EROFS : 0;
  }
  /** Whether F_GET_SEALS knows this kind of file. */
  get takesSeals(): boolean {
    return false;
  }
  /** Whether a shared mapping may write to it. */
  isMappedWritable(): boolean {
    return false;
  }
  /** 0, or -EPERM where seals forbid this new size. */
  sealsAllowSize(size: u64): i32 {
    const refused: u32 = size > this.size ? Seal.grow : size < this.size ? Seal.shrink : Seal.none;
    return (this.seals & refused) !== 0 ? -Errno.EPERM : 0;
  }
  /** 0, or -EPERM where seals forbid to write up to `end`. */
  sealsAllowWrite(end: u64): i32 {
    if ((this.seals & (Seal.write | Seal.futureWrite)) !== 0) return -Errno.EPERM;
    return end > this.size ? this.sealsAllowSize(end) : 0;
  }
  /** f_type of statfs(2) (linux/magic.h): the directory's that it stands in, or that of what has no place. */
  get filesystemMagic(): u64 {
    const up = this.parent;
    if (up !== null && up !== this) return up.filesystemMagic;
    return this.kind === FileKind.socket
      ? SOCKFS_MAGIC
      : this.kind === FileKind.fifo
        ? PIPEFS_MAGIC
        : ANON_INODE_FS_MAGIC;
  }
  /** Whether its filesystem lets files be mapped with PROT_EXEC: not the kernel's own (SB_I_NOEXEC of Linux). */
  get mayBeExecuted(): boolean {
    if (this.isReadOnly) return true; // an image
    const magic = this.filesystemMagic;
    if (magic === PIPEFS_MAGIC || magic === SOCKFS_MAGIC || magic === ANON_INODE_FS_MAGIC) return false;
    return magic !== PROC_SUPER_MAGIC && magic !== SYSFS_MAGIC;
  }
  /** 512-byte units that the file takes. */
  get blocks(): u64 {
    return (this.size + 511) / 512;
  }

  override retain(): void {
    this.references++;
  }
  override release(): void {
    if (this.references > 0) this.references--;
    if (this.references === 0) drop(this);
  }
  /** The last reference is gone: a filesystem may free what has no name any more. */
  onUnreferenced(): void {}

  /** The file stands in `parent` under `name`, whose memory the caller keeps. */
  place(parent: Inode | null, name: string): void {
    if (parent !== null) parent.retain();
    this.leavePlace();
    this.parent = parent;
    this.name = name;
  }
  /** Gives the parent and the name back. */
  leavePlace(): void {
    if (this.ownsName) freeString(this.name);
    this.ownsName = false;
    this.name = "";
    const parent = this.parent;
    this.parent = null;
    if (parent !== null) parent.release();
  }

  override pageSourceSize(): u64 {
    return this.size;
  }
  override page(_index: u64): u64 {
    return 0;
  }
  override wasWritten(): void {
    this.modifyNs = realtimeNs();
    this.changeNs = this.modifyNs;
  }
  override mappedInode(): u64 {
    return this.number;
  }
  override writeMappedName(w: Writer): void {
    if (this.parent === null && this.name.length > 0) {
      w.string("/");
      w.string(this.name);
    } else this.writeNames(w);
    if (this.unlinked) w.string(" (deleted)");
  }
  /** Writes "/name" of every directory from the root down to this; nothing for the root. False when it wrote nothing. */
  writeNames(w: Writer): boolean {
    let depth: u64 = 0;
    for (let at: Inode = this; at.parent !== null && at.parent !== at; at = at.parent!) depth++;
    for (let level: u64 = depth; level > 0; level--) {
      let at: Inode = this;
      for (let up: u64 = 1; up < level; up++) at = at.parent!;
      w.string("/");
      w.string(at.name);
    }
    return depth > 0;
  }

  /** The file called `name` (never "." or ".."): a reference for the caller, or ENOENT, ENOTDIR, EIO. */
  lookup(_name: string): [Inode | null, i32] {
    return [null, -Errno.ENOTDIR];
  }
  /** Makes a file of the given mode (its kind included); the caller has seen that the name is free. */
  create(_name: string, _mode: u32, _device: u64): [Inode | null, i32] {
    return [null, this.refusal()];
  }
  /** Makes a regular file in the filesystem of this directory that has no name (O_TMPFILE); EOPNOTSUPP where there is none such. */
  createUnnamed(_mode: u32): [Inode | null, i32] {
    return [null, this.isReadOnly ? -Errno.EROFS : -Errno.EOPNOTSUPP];
  }
  symlink(_name: string, _target: string): i32 {
    return this.refusal();
  }
  link(_name: string, _target: Inode): i32 {
    return this.refusal();
  }
  /** Takes the name of a file that is no directory away. */
  unlink(_name: string): i32 {
    return this.refusal();
  }
  removeDirectory(_name: string): i32 {
    return this.refusal();
  }
  /**
   * Moves `name` to `newName` of `newParent`, of the same filesystem; replaces what is there. With `whiteout` a character
   * device 0 takes its place, which overlay filesystems read as "removed".
   */
  rename(_name: string, _newParent: Inode, _newName: string, _whiteout: boolean): i32 {
    return this.refusal();
  }
  /** Swaps the files of two names of the same filesystem. */
  exchange(_name: string, _otherParent: Inode, _otherName: string): i32 {
    return this.refusal();
  }
  /** Fills in the entry at `position` (0: first; "." and ".." not included): false at the end. */
  entryAt(_position: u64, _entry: DirectoryEntry): boolean {
    return false;
  }
  /** Target of a symbolic link, valid as long as the inode. */
  readLink(): [string, i32] {
    return ["", -Errno.EINVAL];
  }
  /**
   * For a link that stands for an open file and not for a path (/proc/self/fd/1): that file, a reference for the caller.
   * Null with no error: an ordinary link, to be followed by its target.
   */
  linkedInode(): [Inode | null, i32] {
    return [null, 0];
  }
  /** Sets the size: called with `writing` held. Everybody else calls `resize` or `growTo`. */
  truncate(_size: u64): i32 {
    return this.isDirectory ? -Errno.EISDIR : this.refusal();
  }
  /** Sets the size when no write is under way. */
  resize(size: u64): i32 {
    using _writing = this.writing.hold();
    return this.truncate(size);
  }
  /** Makes the file at least that long. */
  growTo(size: u64): i32 {
    using _writing = this.writing.hold();
    return size > this.size ? this.truncate(size) : 0;
  }
  /** True where no page holds the bytes of page `index`: they are zeros. */
  isHole(_index: u64): boolean {
    return false;
  }
  /** The first page from `index` on that is no hole, beyond the end where there is none. */
  nextData(index: u64): u64 {
    return index;
  }
  /** The first page from `index` on that is a hole; the end of the file counts as one. */
  nextHole(index: u64): u64 {
    const end = (this.size + 4095) / 4096;
    for (let at = index; at < end; at++) if (this.isHole(at)) return at;
    return end;
  }
  /** A page to write to, made when it is not there: physical address with a reference, or 0. */
  pageForWrite(_index: u64): u64 {
    return 0;
  }
  /** The size grew by a write. */
  setSize(size: u64): void {
    this.size = size;
  }
  /** A new open file, or null where the generic ones serve. */
  openFile(_flags: u32): [OpenFile | null, i32] {
    return [null, 0];
  }
  private refusal(): i32 {
    return this.isReadOnly ? -Errno.EROFS : -Errno.EPERM;
  }
}

let dropped: Inode | null = null;
let isDropping = false;

function takeDropped(): Inode | null {
  const inode = dropped;
  if (inode === null) return null;
  dropped = inode.nextDropped;
  inode.nextDropped = null;
  return inode;
}

/**
 * The last reference to `inode` is gone. What goes with it, its directory first of all, is dropped after it and not within: a
 * program may have removed any number of directories above one that it keeps open.
 */
function drop(inode: Inode): void {
  inode.nextDropped = dropped;
  dropped = inode;
  if (!isDropping) dropAll();
}
/** @depth 1 `isDropping` */
function dropAll(): void {
  isDropping = true;
  for (let next = takeDropped(); next !== null; next = takeDropped()) {
    // Somebody may have found it by its name meanwhile.
    if (next.references === 0) next.onUnreferenced();
  }
  isDropping = false;
}
