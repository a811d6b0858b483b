/**
 * rofs: the read-only root filesystem, an EROFS image.
 *
 * Inodes stay in memory once they were reached, until memory runs short; their number is the image's. File pages are the image's own blocks,
 * handed out without a copy; only a tail that lies inline behind its inode is copied, to a page of the inode's own.
 */
import { Errno } from "../../lib/errno.ts";
import { report } from "../../lib/log.ts";
import { copyString, freeString, lastIndexOf } from "../../lib/strings.ts";
import { WordMap } from "../../lib/wordmap.ts";
import {
  addReclaimer,
  allocZeroedProgramPage,
  freePageCount,
  releasePage,
  retainPage,
} from "../../mm/pages.ts";
import { physToVirt } from "../../mm/physmap.ts";
import { type DirectoryEntry, Inode, newFilesystemNumber } from "../../vfs/inode.ts";
import { DirectoryBlock } from "./directory.ts";
import { BLOCK, kindOfDirent } from "./format.ts";
import { damaged, Image, ImageInode } from "./image.ts";
import { NameCache } from "./namecache.ts";
import type { ImageSource } from "./source.ts";

/** Linux calls a filesystem with damaged structures EUCLEAN. */
const EUCLEAN: i32 = 117;
const SLASH: u8 = 0x2f;

let firstFs: RoFs | null = null;
let canShrink = false;

/** Gives up names and inodes that nobody uses: how many pages come free is not known, since they share slabs. */
function shrinkNames(_wanted: u64): u64 {
  const before = freePageCount();
  for (let fs = firstFs; fs !== null; fs = fs.nextFs) fs.shrink();
  return freePageCount() - before;
}

class RoFs {
  nextFs: RoFs | null = null;
  readonly image: Embed<Image> = new Image();
  readonly inodes: Embed<WordMap> = new WordMap();
  readonly names: Embed<NameCache> = new NameCache();
  number: u64 = 0;

  /** The inode with a number, read when it is not in memory: a reference for the caller, or null when damaged. */
  inode(nid: u64): RoInode | null {
    const known = this.inodes.get(nid);
    if (known !== 0) {
      const inode = ref<RoInode>(known);
      inode.retain();
      return inode;
    }
    const decoded: Embed<ImageInode> = new ImageInode();
    if (!this.image.inode(nid, decoded)) return null;
    const meanwhile = this.inodes.get(nid); // decoding may have slept
    if (meanwhile !== 0) {
      ref<RoInode>(meanwhile).retain();
      return ref<RoInode>(meanwhile);
    }
    const inode = new RoInode();
    inode.fs = this;
    inode.number = nid;
    inode.filesystem = this.number;
    inode.mode = decoded.mode;
    inode.links = decoded.links;
    inode.uid = decoded.uid;
    inode.gid = decoded.gid;
    inode.size = decoded.size;
    inode.device = u64(decoded.device);
    inode.modifyNs = decoded.timeSeconds * 1000000000;
    inode.accessNs = inode.modifyNs;
    inode.changeNs = inode.modifyNs;
    inode.firstBlock = decoded.firstBlock;
    inode.tailOffset = decoded.tailOffset;
    inode.references = 2; // the cache's and the caller's
    this.inodes.set(nid, addressOf(inode));
    return inode;
  }
  /** Forgets names, and frees the inodes that only this table refers to. Allocates nothing. */
  shrink(): void {
    this.names.release();
    // What a removal moves up in the map comes to this slot or stays behind it. A directory goes after its last entry.
    for (let i: u64 = 0; i < this.inodes.slotCount; i++) {
      let [number, address, used] = this.inodes.slot(i);
      while (used && ref<RoInode>(address).references === 1) {
        this.inodes.remove(number);
        ref<RoInode>(address).leavePlace();
        ref<RoInode>(address).dispose();
        [number, address, used] = this.inodes.slot(i);
      }
    }
  }
  /** Frees all inodes and the filesystem itself. */
  close(): void {
    for (let i: u64 = 0; i < this.inodes.slotCount; i++) {
      const [, address, used] = this.inodes.slot(i);
      if (used) ref<RoInode>(address).dispose();
    }
    this.inodes.clear();
    this.names.release();
    free(this);
  }
}

class RoInode extends Inode {
  fs!: RoFs;
  firstBlock: u64 = 0;
  tailOffset: u64 = 0;
  /** Physical address of the copied tail; 0 until it is needed. */
  private tailPage: u64 = 0;
  private target: string = "";

  dispose(): void {
    if (this.tailPage !== 0) releasePage(this.tailPage);
    if (this.target.length > 0) freeString(this.target);
    if (this.ownsName) freeString(this.name);
    free(this);
  }

  override get isReadOnly(): boolean {
    return true;
  }
  override page(index: u64): u64 {
    if (index >= (this.size + BLOCK - 1) / BLOCK) return 0;
    if (this.tailOffset !== 0 && index === this.size / BLOCK) return this.tail();
    return this.fs.image.source.page(this.firstBlock + index);
  }
  override cachedPage(index: u64): u64 {
    if (index >= (this.size + BLOCK - 1) / BLOCK) return 0;
    if (this.tailOffset !== 0 && index === this.size / BLOCK) {
      if (this.tailPage !== 0) retainPage(this.tailPage);
      return this.tailPage;
    }
    return this.fs.image.source.cachedPage(this.firstBlock + index);
  }
  private tail(): u64 {
    if (this.tailPage === 0) {
      const page = allocZeroedProgramPage();
      if (page === 0) return 0;
      if (!this.fs.image.read(this.tailOffset, physToVirt(page), this.size % BLOCK)) {
        releasePage(page);
        return 0;
      }
      if (this.tailPage !== 0)
        releasePage(page); // another thread was faster
      else this.tailPage = page;
    }
    retainPage(this.tailPage);
    return this.tailPage;
  }

  override readLink(): [string, i32] {
    if (!this.isSymlink) return ["", -Errno.EINVAL];
    if (this.target.length === 0 && this.size > 0) {
      if (this.size > BLOCK) {
        damaged(this.number, "its link target is longer than a path");
        return ["", -EUCLEAN];
      }
      const page = this.page(0);
      if (page === 0) return ["", -Errno.EIO];
      if (this.target.length === 0) this.target = copyString(stringAt(ptr<u8>(physToVirt(page)), this.size));
      releasePage(page);
    }
    return [this.target, 0];
  }

  /** Bytes of the directory in its block `index`. */
  private blockLength(index: u64): u64 {
    return min(BLOCK, this.size - index * BLOCK);
  }

  override lookup(name: string): [Inode | null, i32] {
    if (!this.isDirectory) return [null, -Errno.ENOTDIR];
    const [address, known] = this.fs.names.find(this.number, name);
    if (known) {
      if (address === 0) return [null, -Errno.ENOENT];
      const inode = ref<RoInode>(address);
      inode.retain();
      return [inode, 0];
    }
    const [found, error] = this.search(name);
    if (found !== null || error === -Errno.ENOENT) this.fs.names.set(this.number, name, addressOf(found));
    return [found, error];
  }
  /** Binary search over the blocks by their first names, then within the block. */
  private search(name: string): [Inode | null, i32] {
    let low: u64 = 0;
    let high = (this.size + BLOCK - 1) / BLOCK;
    const block: Embed<DirectoryBlock> = new DirectoryBlock();
    while (low < high) {
      const middle = (low + high) / 2;
      const page = this.page(middle);
      if (page === 0) return [null, -Errno.EIO];
      if (!block.open(physToVirt(page), this.blockLength(middle))) {
        releasePage(page);
        damaged(this.number, "a block of this directory is not sound");
        return [null, -EUCLEAN];
      }
      const [position, order] = block.find(name);
      if (order === 0) {
        const nid = block.nid(position);
        releasePage(page);
        return this.child(nid, name);
      }
      releasePage(page);
      if (order < 0 && position === 0) high = middle;
      else if (order > 0 && position === block.count) low = middle + 1;
      else return [null, -Errno.ENOENT];
    }
    return [null, -Errno.ENOENT];
  }
  private child(nid: u64, name: string): [Inode | null, i32] {
    const inode = this.fs.inode(nid);
    if (inode === null) return [null, -EUCLEAN];
    if (inode.parent === null && inode.number !== this.fs.image.rootNid) {
      inode.place(this, copyString(name));
      inode.ownsName = true;
    }
    return [inode, 0];
  }

  /** Positions count entries: block number times 512 plus the entry's place in it. "." and ".." are left to the caller. */
  override entryAt(position: u64, entry: DirectoryEntry): boolean {
    let index = position / 512;
    let place = position % 512;
    const block: Embed<DirectoryBlock> = new DirectoryBlock();
    while (index * BLOCK < this.size) {
      const page = this.page(index);
      if (page === 0) return false;
      if (!block.open(physToVirt(page), this.blockLength(index))) {
        releasePage(page);
        damaged(this.number, "a block of this directory is not sound");
        return false;
      }
      while (place < block.count) {
        const name = block.name(place);
        if (name === "." || name === ".." || !isListable(name)) {
          place++;
          continue;
        }
        entry.setName(name);
        entry.number = block.nid(place);
        entry.kind = kindOfDirent(block.fileType(place));
        entry.next = index * 512 + place + 1;
        releasePage(page);
        return true;
      }
      releasePage(page);
      index++;
      place = 0;
    }
    return false;
  }
}

/** False for what no path can name, which a damaged image may hold: programs take listed names for parts of paths. */
function isListable(name: string): boolean {
  return name.length > 0 && lastIndexOf(name, SLASH) === name.length;
}

/** Mounts an image: its root directory, or null with the reason reported. */
export function openRoFs(source: ImageSource): Inode | null {
  const fs = new RoFs();
  fs.number = newFilesystemNumber();
  const rootInode: RoInode | null = fs.image.open(source) ? fs.inode(fs.image.rootNid) : null;
  if (rootInode !== null && rootInode.isDirectory) {
    if (!canShrink) addReclaimer(shrinkNames);
    canShrink = true;
    fs.nextFs = firstFs;
    firstFs = fs;
    return rootInode;
  }
  if (rootInode !== null) report("rofs: the image cannot be mounted: its root is no directory");
  fs.close();
  return null;
}
/** Takes an image out of use. No reference to any of its files may be left. */
export function closeRoFs(root: Inode): void {
  const fs = ref<RoInode>(addressOf(root)).fs;
  let at = firstFs;
  if (at === fs) firstFs = fs.nextFs;
  for (; at !== null; at = at.nextFs) if (at.nextFs === fs) at.nextFs = fs.nextFs;
  fs.close();
}
