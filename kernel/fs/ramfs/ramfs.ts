/**
 * ramfs: files in memory, for /tmp, /run and the skeletons of devfs and procfs.
 *
 * A file's pages are in a map by index; a missing page reads as zeros. A directory holds a reference to each file in it,
 * and every file one to the directory by which it was last reached, so that its path can be shown as long as it is open.
 */
import { Errno } from "../../lib/errno.ts";
import { copyString, freeString } from "../../lib/strings.ts";
import { WordMap } from "../../lib/wordmap.ts";
import { space } from "../../mm/addressspace.ts";
import { allocZeroedFilePage, releasePage, retainPage } from "../../mm/pages.ts";
import { physToVirt } from "../../mm/physmap.ts";
import { addMemoryUser } from "../../mm/users.ts";
import { realtimeNs } from "../../time/clock.ts";
import { Attribute } from "../../vfs/attribute.ts";
import { type DirectoryEntry, FileKind, Inode, newFilesystemNumber } from "../../vfs/inode.ts";
import { newNamedPipe } from "../../vfs/pipe.ts";
import { type Entry, EntryList } from "./entries.ts";

const PAGE: u64 = 4096;
const SET_GROUP_ID: u32 = 0o2000;
/** An index behind every page's. */
const NO_PAGE: u64 = 0xffff_ffff_ffff_ffff;

/** What is common to one mounted ramfs. */
class RamFs {
  number: u64 = 0;
  /** What statfs(2) tells of its kind. */
  magic: u64 = 0x01021994; // TMPFS_MAGIC, linux/magic.h
  nextInode: u64 = 1;
  /** Programs may not change its directories (procfs). */
  isSealed: boolean = false;
}

/** Pages of all files in memory. */
let filePages: u64 = 0;
let areCounted = false;

/** From the first one on they stand in reports. */
function countFilePages(): void {
  addMemoryUser("files in memory", () => filePages, false);
  areCounted = true;
}

/** Names that a directory has beside the files that were put into it (procfs: the processes). */
export abstract class ExtraNames {
  /** A reference for the caller, or null. */
  abstract lookup(name: string): Inode | null;
  /** As Inode.entryAt, at positions behind those of the files. */
  abstract entryAt(position: u64, entry: DirectoryEntry): boolean;
}

export class RamInode extends Inode {
  fs!: RamFs;
  private readonly entries: Embed<EntryList> = new EntryList();
  private readonly pages: Embed<WordMap> = new WordMap();
  private target: string = "";
  private fill: FnPtr<() => void> | null = null;
  /** Asked first. */
  extra: ExtraNames | null = null;
  /** Told when the last reference to a file without a name is gone, just before it is freed. */
  whenGone: FnPtr<(file: RamInode) => void> | null = null;

  override get filesystemMagic(): u64 {
    return this.fs.magic;
  }
  /** Says of which kind the filesystem is, whose root this is. */
  setMagic(magic: u64): void {
    this.fs.magic = magic;
  }

  // ---- files

  override page(index: u64): u64 {
    return index * PAGE < this.size ? this.pageForWrite(index) : 0;
  }
  override cachedPage(index: u64): u64 {
    if (index * PAGE >= this.size) return 0;
    const page = this.pages.get(index);
    if (page !== 0) retainPage(page);
    return page;
  }
  override isHole(index: u64): boolean {
    return this.pages.get(index) === 0;
  }
  override nextData(index: u64): u64 {
    if (this.pages.get(index) !== 0) return index;
    let found = NO_PAGE / PAGE;
    for (let i: u64 = 0; i < this.pages.slotCount; i++) {
      const [at, , used] = this.pages.slot(i);
      if (used && at >= index && at < found) found = at;
    }
    return found;
  }
  override pageForWrite(index: u64): u64 {
    let page = this.pages.get(index);
    if (page === 0) {
      page = allocZeroedFilePage();
      if (page === 0) return 0;
      this.pages.set(index, page);
      if (!areCounted) countFilePages();
      filePages++;
    }
    retainPage(page);
    return page;
  }
  override isMappedWritable(): boolean {
    return space.mapsForWriting(this);
  }
  override get takesSeals(): boolean {
    return this.isRegular;
  }
  override get blocks(): u64 {
    return this.pages.length * 8;
  }
  override truncate(size: u64): i32 {
    if (this.isDirectory) return -Errno.EISDIR;
    const sealed = this.sealsAllowSize(size);
    if (sealed !== 0) return sealed;
    if (size < this.size) {
      space.cutSource(this, size);
      this.dropPages(size);
    }
    this.size = size;
    this.touch();
    return 0;
  }
  override punchHole(first: u64, count: u64): i32 {
    const sealed = this.sealsAllowWrite(0);
    if (sealed !== 0) return sealed;
    const end = first + count;
    space.dropSourceRange(this, first, end);
    if (count > this.pages.length) this.removePages(first, end);
    else for (let i = first; i < end; i++) this.removePage(i);
    this.touch();
    return 0;
  }
  private removePage(index: u64): void {
    const page = this.pages.get(index);
    if (page === 0) return;
    this.pages.remove(index);
    filePages--;
    releasePage(page);
  }
  /** Frees the pages with indices in [first, end), whichever there are. */
  private removePages(first: u64, end: u64): void {
    // What a removal moves up in the map comes to this slot or stays behind it.
    for (let i: u64 = 0; i < this.pages.slotCount; i++) {
      let [index, page, used] = this.pages.slot(i);
      while (used && index >= first && index < end) {
        this.pages.remove(index);
        filePages--;
        releasePage(page);
        [index, page, used] = this.pages.slot(i);
      }
    }
  }
  /** Frees the pages beyond `size` and zeroes the rest of the last one. */
  private dropPages(size: u64): void {
    this.removePages((size + PAGE - 1) / PAGE, NO_PAGE);
    if (size % PAGE === 0) return;
    const page = this.pages.get(size / PAGE);
    if (page !== 0) fillBytes(physToVirt(page) + (size % PAGE), 0, PAGE - (size % PAGE));
  }
  override readLink(): [string, i32] {
    return this.isSymlink ? [this.target, 0] : ["", -Errno.EINVAL];
  }
  override onUnreferenced(): void {
    if (this.links !== 0) return;
    const told = this.whenGone;
    if (told !== null) told(this);
    this.dropPages(0);
    this.pages.clear();
    this.entries.release();
    if (this.target.length > 0) freeString(this.target);
    this.leavePlace();
    Attribute.freeAll(this.attributes);
    free(this);
  }
  private touch(): void {
    this.modifyNs = realtimeNs();
    this.changeNs = this.modifyNs;
  }

  // ---- directories

  override lookup(name: string): [Inode | null, i32] {
    if (!this.isDirectory) return [null, -Errno.ENOTDIR];
    this.fillNow();
    const other = this.extra?.lookup(name) ?? null;
    if (other !== null) return [other, 0];
    const entry = this.entries.find(name);
    if (entry === null) return [null, -Errno.ENOENT];
    entry.inode.retain();
    return [entry.inode, 0];
  }
  private add(name: string, inode: Inode): void {
    const entry = this.entries.append(name, inode);
    inode.retain();
    inode.place(this, entry.name);
    this.touch();
  }
  /** Takes an entry out. Its name stays with the inode when it is the one shown for it. */
  private removeEntry(entry: Entry): void {
    const { inode } = entry;
    const isShown = inode.name.ptr.addr === entry.name.ptr.addr;
    if (isShown) inode.ownsName = true;
    this.entries.remove(entry, isShown);
    this.touch();
    inode.release();
  }
  /** Why a new name cannot stand here; 0 when it can. */
  private refusesNames(): i32 {
    if (!this.isDirectory) return -Errno.ENOTDIR;
    return this.unlinked || this.fs.isSealed ? -Errno.ENOENT : 0;
  }
  override create(name: string, mode: u32, device: u64): [Inode | null, i32] {
    const error = this.refusesNames();
    if (error !== 0) return [null, error];
    const inode = newInode(this.fs, mode);
    inode.device = device;
    // What is made in a directory with the set-group-ID bit is its group's (inode(7)).
    if ((this.mode & SET_GROUP_ID) !== 0) {
      inode.gid = this.gid;
      if (inode.isDirectory) inode.mode |= SET_GROUP_ID;
    }
    if (inode.isDirectory) {
      inode.links = 2;
      this.links++;
    }
    this.add(name, inode);
    inode.retain();
    return [inode, 0];
  }
  override createUnnamed(mode: u32): [Inode | null, i32] {
    if (this.fs.isSealed) return [null, -Errno.EOPNOTSUPP];
    const inode = newRamInode(this.fs, FileKind.regular | mode);
    inode.links = 0;
    inode.unlinked = true;
    inode.retain();
    return [inode, 0];
  }
  override symlink(name: string, target: string): i32 {
    const error = this.refusesNames();
    if (error !== 0) return error;
    const inode = newRamInode(this.fs, FileKind.symlink | 0o777);
    inode.target = copyString(target);
    inode.size = target.length;
    this.add(name, inode);
    return 0;
  }
  override link(name: string, target: Inode): i32 {
    const error = this.refusesNames();
    if (error !== 0) return error;
    if (target.isDirectory) return -Errno.EPERM;
    // A file that has lost its names gets no new one, unless it was made without (O_TMPFILE).
    if (target.links === 0 && !target.mayGetName) return -Errno.ENOENT;
    target.mayGetName = false;
    target.links++;
    target.unlinked = false;
    target.changeNs = realtimeNs();
    this.add(name, target);
    return 0;
  }
  override unlink(name: string): i32 {
    const entry = this.entries.find(name);
    if (entry === null) return -Errno.ENOENT;
    const { inode } = entry;
    if (inode.isDirectory) return -Errno.EISDIR;
    if (this.fs.isSealed) return -Errno.EPERM;
    inode.links--;
    inode.changeNs = realtimeNs();
    if (inode.links === 0) inode.unlinked = true;
    this.removeEntry(entry);
    return 0;
  }
  override removeDirectory(name: string): i32 {
    const entry = this.entries.find(name);
    if (entry === null) return -Errno.ENOENT;
    const { inode } = entry;
    if (!inode.isDirectory) return -Errno.ENOTDIR;
    if (this.fs.isSealed) return -Errno.EPERM;
    if (inode.mounted !== null || inode.filesystem !== this.filesystem) return -Errno.EBUSY;
    if (ref<RamInode>(addressOf(inode)).entries.first !== null) return -Errno.ENOTEMPTY;
    inode.links = 0;
    inode.unlinked = true;
    this.links--;
    this.removeEntry(entry);
    return 0;
  }
  override rename(name: string, newParent: Inode, newName: string, whiteout: boolean): i32 {
    const entry = this.entries.find(name);
    if (entry === null) return -Errno.ENOENT;
    const { inode } = entry;
    if (this.fs.isSealed) return -Errno.EPERM;
    if (inode.mounted !== null) return -Errno.EBUSY;
    for (let at: Inode | null = newParent; at !== null; at = at.parent)
      if (at === inode) return -Errno.EINVAL;
    const destination = ref<RamInode>(addressOf(newParent)); // of this filesystem, whose directories are all RamInodes
    const refused = destination.refusesNames();
    if (refused !== 0) return refused;
    const existing = destination.entries.find(newName);
    if (existing !== null) {
      const old = existing.inode;
      if (old === inode) return 0;
      if (inode.isDirectory && !old.isDirectory) return -Errno.ENOTDIR;
      const error: i32 = inode.isDirectory
        ? destination.removeDirectory(newName)
        : destination.unlink(newName);
      if (error !== 0) return error;
    }
    inode.retain();
    this.removeEntry(entry);
    destination.add(newName, inode);
    if (inode.isDirectory) {
      this.links--;
      destination.links++;
    }
    inode.changeNs = realtimeNs();
    inode.release();
    if (whiteout) this.add(name, newRamInode(this.fs, FileKind.character));
    return 0;
  }
  override exchange(name: string, otherParent: Inode, otherName: string): i32 {
    const there = ref<RamInode>(addressOf(otherParent)); // of this filesystem, as in `rename`
    const a = this.entries.find(name);
    const b = there.entries.find(otherName);
    if (a === null || b === null) return -Errno.ENOENT;
    if (this.fs.isSealed) return -Errno.EPERM;
    const first = a.inode;
    const second = b.inode;
    if (first.mounted !== null || second.mounted !== null) return -Errno.EBUSY;
    for (let at: Inode | null = otherParent; at !== null; at = at.parent)
      if (at === first) return -Errno.EINVAL;
    for (let at: Inode | null = this; at !== null; at = at.parent) if (at === second) return -Errno.EINVAL;
    a.inode = second;
    b.inode = first;
    second.place(this, a.name);
    first.place(there, b.name);
    if (first.isDirectory && !second.isDirectory) {
      this.links--;
      there.links++;
    } else if (second.isDirectory && !first.isDirectory) {
      there.links--;
      this.links++;
    }
    first.changeNs = realtimeNs();
    second.changeNs = first.changeNs;
    this.touch();
    there.touch();
    return 0;
  }
  override entryAt(position: u64, entry: DirectoryEntry): boolean {
    this.fillNow();
    const found = this.entries.after(position);
    if (found === null) return this.extra?.entryAt(position, entry) ?? false;
    entry.setName(found.name);
    entry.number = found.inode.number;
    entry.kind = found.inode.kind;
    entry.next = found.cookie;
    return true;
  }
  /** Shows a file of another filesystem under a name: what the image holds where this one is mounted. */
  graft(name: string, inode: Inode): void {
    this.add(name, inode);
  }
  /** Puts an inode of another class (a device, a generated file) under a name. */
  attach(name: string, inode: Inode): void {
    inode.filesystem = this.fs.number;
    inode.number = this.fs.nextInode++;
    this.add(name, inode);
    if (inode.isDirectory) this.links++;
  }
  /** Has `fill` make this directory's entries when somebody first looks for one. */
  fillAtFirstUse(fill: FnPtr<() => void>): void {
    this.fill = fill;
  }
  /** @depth 2 what the filling looks up here finds it begun */
  private fillNow(): void {
    const fill = this.fill;
    if (fill === null) return;
    this.fill = null;
    fill();
  }
  /** From here on programs change no directory of this filesystem; the kernel still may, with `attach`. */
  seal(): void {
    this.fs.isSealed = true;
  }
}

function newRamInode(fs: RamFs, mode: u32): RamInode {
  const inode = new RamInode();
  inode.fs = fs;
  initInode(fs, inode, mode);
  return inode;
}
function newInode(fs: RamFs, mode: u32): Inode {
  if ((mode & FileKind.mask) !== FileKind.fifo) return newRamInode(fs, mode);
  const pipe = newNamedPipe();
  initInode(fs, pipe, mode);
  return pipe;
}
function initInode(fs: RamFs, inode: Inode, mode: u32): void {
  inode.filesystem = fs.number;
  inode.number = fs.nextInode++;
  inode.mode = mode;
  inode.keepsAttributes = !fs.isSealed;
  inode.modifyNs = realtimeNs();
  inode.accessNs = inode.modifyNs;
  inode.changeNs = inode.modifyNs;
}

/** The root directory of a new, empty ramfs. */
export function newRamFs(mode: u32): RamInode {
  const fs = new RamFs();
  fs.number = newFilesystemNumber();
  const inode = newRamInode(fs, FileKind.directory | mode);
  inode.links = 2;
  return inode;
}
/** A regular file that no directory holds; `name` is only shown (memfd_create(2); O_TMPFILE has none). */
export function newAnonymousFile(name: string, mode: u32): RamInode {
  const inode = newRamInode(anonymousFs(), FileKind.regular | mode);
  if (name.length > 0) {
    inode.name = copyString(name);
    inode.ownsName = true;
  }
  inode.links = 0;
  inode.unlinked = true;
  return inode;
}
let anonymous: RamFs | null = null;
function anonymousFs(): RamFs {
  const existing = anonymous;
  if (existing !== null) return existing;
  const fs = new RamFs();
  fs.number = newFilesystemNumber();
  anonymous = fs;
  return fs;
}
