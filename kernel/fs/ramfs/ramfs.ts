/**
 * ramfs: files in memory, for /tmp, /run and the skeletons of devfs and procfs.
 *
 * A file's pages are in a map by index; a missing page reads as zeros. A directory holds its entries in a list in order of
 * creation, numbered, so that a walk by position survives changes.
 */
import { Errno } from "../../lib/errno.ts";
import { copyString, freeString } from "../../lib/strings.ts";
import { WordMap } from "../../lib/wordmap.ts";
import { space } from "../../mm/addressspace.ts";
import { allocZeroedFilePage, releasePage, retainPage } from "../../mm/pages.ts";
import { physToVirt } from "../../mm/physmap.ts";
import { realtimeNs } from "../../time/clock.ts";
import { type DirectoryEntry, FileKind, Inode, newFilesystemNumber } from "../../vfs/inode.ts";

const PAGE: u64 = 4096;

class Entry {
  name: string = "";
  inode: Inode | null = null;
  cookie: u64 = 0;
  next: Entry | null = null;
}

/** What is common to one mounted ramfs. */
class RamFs {
  number: u64 = 0;
  nextInode: u64 = 1;
  nextCookie: u64 = 1;
}

export class RamInode extends Inode {
  fs!: RamFs;
  private first: Entry | null = null;
  private readonly pages: Embed<WordMap> = new WordMap();
  private target: string = "";
  private entryCount: u64 = 0;

  // ---- files

  override page(index: u64): u64 {
    if (index * PAGE >= this.size && index !== 0) return 0;
    return this.pageForWrite(index);
  }
  override cachedPage(index: u64): u64 {
    const page = this.pages.get(index);
    if (page !== 0 && index * PAGE < this.size) retainPage(page);
    return index * PAGE < this.size ? page : 0;
  }
  override pageForWrite(index: u64): u64 {
    let page = this.pages.get(index);
    if (page === 0) {
      page = allocZeroedFilePage();
      if (page === 0) return 0;
      this.pages.set(index, page);
    }
    retainPage(page);
    return page;
  }
  override get blocks(): u64 {
    return this.pages.length * 8;
  }
  override truncate(size: u64): i32 {
    if (this.isDirectory) return -Errno.EISDIR;
    if (size < this.size) {
      this.dropPages(size);
      space.cutSource(this, size);
    }
    this.size = size;
    this.touch();
    return 0;
  }
  /** Frees the pages beyond `size` and zeroes the rest of the last one. */
  private dropPages(size: u64): void {
    const keep = (size + PAGE - 1) / PAGE;
    const last = (this.size + PAGE - 1) / PAGE;
    for (let index = keep; index < last; index++) {
      const page = this.pages.get(index);
      if (page === 0) continue;
      this.pages.remove(index);
      releasePage(page);
    }
    if (size % PAGE === 0) return;
    const page = this.pages.get(size / PAGE);
    if (page !== 0) fillBytes(physToVirt(page) + (size % PAGE), 0, PAGE - (size % PAGE));
  }
  override readLink(): [string, i32] {
    return this.isSymlink ? [this.target, 0] : ["", -Errno.EINVAL];
  }
  override onUnreferenced(): void {
    if (this.links !== 0) return;
    this.dropPages(0);
    this.pages.clear();
    if (this.target.length > 0) freeString(this.target);
    free(this);
  }
  private touch(): void {
    this.modifyNs = realtimeNs();
    this.changeNs = this.modifyNs;
  }

  // ---- directories

  private find(name: string): Entry | null {
    for (let e = this.first; e !== null; e = e.next) if (e.name === name) return e;
    return null;
  }
  override lookup(name: string): [Inode | null, i32] {
    if (!this.isDirectory) return [null, -Errno.ENOTDIR];
    const entry = this.find(name);
    if (entry === null) return [null, -Errno.ENOENT];
    const inode = entry.inode!;
    inode.retain();
    return [inode, 0];
  }
  private add(name: string, inode: Inode): void {
    const entry = new Entry();
    entry.name = copyString(name);
    entry.inode = inode;
    entry.cookie = this.fs.nextCookie++;
    inode.retain();
    inode.parent = this;
    inode.name = entry.name;
    this.entryCount++;
    let last = this.first;
    while (last !== null && last.next !== null) last = last.next;
    if (last === null) this.first = entry;
    else last.next = entry;
    this.touch();
  }
  /** Takes an entry out. Its name stays with the inode when it was the one shown for it. */
  private removeEntry(entry: Entry): void {
    let previous: Entry | null = null;
    for (let e = this.first; e !== null; e = e.next) {
      if (e === entry) {
        if (previous === null) this.first = e.next;
        else previous.next = e.next;
        break;
      }
      previous = e;
    }
    this.entryCount--;
    const inode = entry.inode!;
    if (inode.name.ptr !== entry.name.ptr) freeString(entry.name);
    free(entry);
    inode.release();
    this.touch();
  }
  override create(name: string, mode: u32, device: u64): [Inode | null, i32] {
    if (!this.isDirectory) return [null, -Errno.ENOTDIR];
    const inode = newRamInode(this.fs, mode);
    inode.device = device;
    this.add(name, inode);
    if (inode.isDirectory) {
      inode.links = 2;
      this.links++;
    }
    inode.retain();
    return [inode, 0];
  }
  override symlink(name: string, target: string): i32 {
    const inode = newRamInode(this.fs, FileKind.symlink | 0o777);
    inode.target = copyString(target);
    inode.size = target.length;
    this.add(name, inode);
    return 0;
  }
  override link(name: string, target: Inode): i32 {
    if (target.isDirectory) return -Errno.EPERM;
    target.links++;
    target.changeNs = realtimeNs();
    this.add(name, target);
    return 0;
  }
  override unlink(name: string): i32 {
    const entry = this.find(name);
    if (entry === null) return -Errno.ENOENT;
    const inode = entry.inode!;
    if (inode.isDirectory) return -Errno.EISDIR;
    inode.links--;
    inode.changeNs = realtimeNs();
    if (inode.links === 0) inode.unlinked = true;
    this.removeEntry(entry);
    return 0;
  }
  override removeDirectory(name: string): i32 {
    const entry = this.find(name);
    if (entry === null) return -Errno.ENOENT;
    const inode = entry.inode!;
    if (!inode.isDirectory) return -Errno.ENOTDIR;
    if (inode.mounted !== null || inode.filesystem !== this.filesystem) return -Errno.EBUSY;
    if (!isEmptyDirectory(inode)) return -Errno.ENOTEMPTY;
    inode.links = 0;
    inode.unlinked = true;
    this.links--;
    this.removeEntry(entry);
    return 0;
  }
  override rename(name: string, newParent: Inode, newName: string): i32 {
    const entry = this.find(name);
    if (entry === null) return -Errno.ENOENT;
    const inode = entry.inode!;
    const destination = ref<RamInode>(addressOf(newParent));
    for (let at: Inode | null = newParent; at !== null; at = at.parent)
      if (at === inode) return -Errno.EINVAL;
    const existing = destination.find(newName);
    if (existing !== null) {
      const old = existing.inode!;
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
    return 0;
  }
  override entryAt(position: u64, entry: DirectoryEntry): boolean {
    for (let e = this.first; e !== null; e = e.next) {
      if (e.cookie <= position) continue;
      const inode = e.inode!;
      entry.name = e.name;
      entry.number = inode.number;
      entry.kind = inode.kind;
      entry.next = e.cookie;
      return true;
    }
    return false;
  }
  get isEmpty(): boolean {
    return this.first === null;
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
}

function isEmptyDirectory(inode: Inode): boolean {
  return ref<RamInode>(addressOf(inode)).isEmpty;
}

function newRamInode(fs: RamFs, mode: u32): RamInode {
  const inode = new RamInode();
  inode.fs = fs;
  inode.filesystem = fs.number;
  inode.number = fs.nextInode++;
  inode.mode = mode;
  inode.modifyNs = realtimeNs();
  inode.accessNs = inode.modifyNs;
  inode.changeNs = inode.modifyNs;
  return inode;
}

/** The root directory of a new, empty ramfs. */
export function newRamFs(mode: u32): RamInode {
  const fs = new RamFs();
  fs.number = newFilesystemNumber();
  const inode = newRamInode(fs, FileKind.directory | mode);
  inode.links = 2;
  return inode;
}
/** A regular file without a name (memfd_create(2), O_TMPFILE). */
export function newAnonymousFile(mode: u32): RamInode {
  const inode = newRamInode(anonymousFs(), FileKind.regular | mode);
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
