/**
 * An EROFS image: its superblock and its inodes, every field checked before it is used.
 *
 * Nothing here trusts the image: addresses are within it, sizes do not overflow, layouts are ones that this reader
 * has. What is wrong is said once in the log, with the inode's number, and the caller gets an error.
 */
import { crc32c } from "../../lib/crc32c.ts";
import { log, report } from "../../lib/log.ts";
import { releasePage } from "../../mm/pages.ts";
import { physToVirt } from "../../mm/physmap.ts";
import {
  BLOCK,
  COMPACT_SIZE,
  COMPAT_CHECKSUM,
  EXTENDED_SIZE,
  Field,
  Layout,
  MAGIC,
  SLOT,
  SUPERBLOCK_OFFSET,
  Super,
} from "./format.ts";
import type { ImageSource } from "./source.ts";

/** An inode's fields, decoded. */
export class ImageInode {
  nid: u64 = 0;
  mode: u32 = 0;
  links: u32 = 0;
  uid: u32 = 0;
  gid: u32 = 0;
  size: u64 = 0;
  timeSeconds: u64 = 0;
  device: u32 = 0;
  /** First block of the data that lies in blocks of its own. */
  firstBlock: u64 = 0;
  /** Byte offset in the image of the tail that lies behind the inode; 0 when there is none. */
  tailOffset: u64 = 0;
}

export class Image {
  source!: ImageSource;
  rootNid: u64 = 0;
  private metaOffset: u64 = 0;
  private bytes: u64 = 0;
  private buildTime: u64 = 0;

  /** Copies bytes of the image, across blocks. False when they are not all within it or cannot be read. */
  read(offset: u64, to: u64, count: u64): boolean {
    const [end, overflow] = addOverflow<u64>(offset, count);
    if (overflow || end > this.source.blocks * BLOCK) return false;
    let done: u64 = 0;
    while (done < count) {
      const at = offset + done;
      const n = min(BLOCK - (at % BLOCK), count - done);
      const page = this.source.page(at / BLOCK);
      if (page === 0) return false;
      copyBytes(to + done, physToVirt(page) + (at % BLOCK), n);
      releasePage(page);
      done += n;
    }
    return true;
  }

  /** Reads and checks the superblock. False, with the reason on the log channel, when this is no image that can be used. */
  open(source: ImageSource): boolean {
    this.source = source;
    if (source.blocks === 0) return this.refuse("the image is shorter than one block");
    const page = source.page(0);
    if (page === 0) return this.refuse("block 0 cannot be read");
    const block = newArray<u8>(BLOCK);
    const at = addressOf(block.ptr);
    copyBytes(at, physToVirt(page), BLOCK);
    releasePage(page);
    const good = this.checkSuperblock(at + SUPERBLOCK_OFFSET, at + BLOCK);
    freeArray<u8>(block);
    return good;
  }

  private checkSuperblock(at: u64, end: u64): boolean {
    if (loadUnaligned<u32>(at + Super.magic) !== MAGIC) return this.refuse("no EROFS magic number");
    if (loadUnaligned<u8>(at + Super.blockBits) !== 12) return this.refuse("its block size is not 4096");
    if (loadUnaligned<u32>(at + Super.featureIncompat) !== 0) {
      return this.refuse("it uses features (compression, chunks) that this kernel does not have");
    }
    if ((loadUnaligned<u32>(at + Super.featureCompat) & COMPAT_CHECKSUM) !== 0) {
      const stored = loadUnaligned<u32>(at + Super.checksum);
      storeUnaligned<u32>(at + Super.checksum, 0);
      if (crc32c(0xffffffff, at, end - at) !== stored)
        return this.refuse("the superblock's checksum does not match");
    }
    this.rootNid = u64(loadUnaligned<u16>(at + Super.rootNid));
    this.metaOffset = u64(loadUnaligned<u32>(at + Super.metaBlock)) * BLOCK;
    this.bytes = u64(loadUnaligned<u32>(at + Super.blocks)) * BLOCK;
    this.buildTime = loadUnaligned<u64>(at + Super.buildTime);
    if (this.bytes > this.source.blocks * BLOCK)
      return this.refuse("the image is shorter than its superblock says");
    if (this.metaOffset >= this.bytes) return this.refuse("its metadata begins beyond its end");
    return true;
  }

  private refuse(reason: string): boolean {
    report(`rofs: the image cannot be mounted: ${reason}`);
    return false;
  }

  /** Decodes an inode. False, logged, when it is not sound. */
  inode(nid: u64, into: ImageInode): boolean {
    let raw!: FixedArray<u8, 64>;
    const at = addressOf(raw.ptr);
    if (nid > this.bytes / SLOT) return damaged(nid, "its number is beyond the image");
    const offset = this.metaOffset + nid * SLOT;
    if (!this.read(offset, at, COMPACT_SIZE)) return damaged(nid, "it cannot be read");
    const format = loadUnaligned<u16>(at + Field.format);
    const extended = (format & 1) !== 0;
    if (extended && !this.read(offset, at, EXTENDED_SIZE)) return damaged(nid, "it cannot be read");
    if ((format & ~u16(0xf)) !== 0) return damaged(nid, "its format has unknown bits");
    into.nid = nid;
    into.mode = u32(loadUnaligned<u16>(at + Field.mode));
    into.size = extended ? loadUnaligned<u64>(at + Field.size) : u64(loadUnaligned<u32>(at + Field.size));
    into.uid = extended
      ? loadUnaligned<u32>(at + Field.extendedUid)
      : u32(loadUnaligned<u16>(at + Field.compactUid));
    into.gid = extended
      ? loadUnaligned<u32>(at + Field.extendedGid)
      : u32(loadUnaligned<u16>(at + Field.compactGid));
    into.links = extended
      ? loadUnaligned<u32>(at + Field.extendedLinks)
      : u32(loadUnaligned<u16>(at + Field.compactLinks));
    into.timeSeconds = extended ? loadUnaligned<u64>(at + Field.extendedTime) : this.buildTime;
    const data = loadUnaligned<u32>(at + Field.data);
    into.device = data;
    into.firstBlock = 0;
    into.tailOffset = 0;
    const kind = into.mode & 0o170000;
    if (kind === 0o020000 || kind === 0o060000 || kind === 0o010000 || kind === 0o140000) return true;
    if (kind !== 0o100000 && kind !== 0o040000 && kind !== 0o120000)
      return damaged(nid, "its mode names no kind of file");
    if (into.size > this.bytes) return damaged(nid, "its size is greater than the image");
    const xattrs = u64(loadUnaligned<u16>(at + Field.xattrCount));
    const xattrBytes: u64 = xattrs === 0 ? 0 : 12 + (xattrs - 1) * 4;
    const header: u64 = extended ? EXTENDED_SIZE : COMPACT_SIZE;
    return this.placeData(into, u32(format >> 1) & 7, data, offset + header + xattrBytes);
  }

  private placeData(into: ImageInode, layout: u32, firstBlock: u32, behind: u64): boolean {
    const whole = into.size / BLOCK;
    const tail = into.size % BLOCK;
    let inBlocks = whole;
    if (layout === Layout.inline) {
      if (tail !== 0) {
        if ((behind % BLOCK) + tail > BLOCK) return damaged(into.nid, "its inline tail crosses a block");
        if (behind + tail > this.bytes) return damaged(into.nid, "its inline tail is beyond the image");
        into.tailOffset = behind;
      }
    } else if (layout === Layout.plain) {
      if (tail !== 0) inBlocks++;
    } else return damaged(into.nid, "its data layout is not one that this kernel has");
    if (inBlocks === 0) return true;
    into.firstBlock = u64(firstBlock);
    if (into.firstBlock + inBlocks > this.bytes / BLOCK)
      return damaged(into.nid, "its data is beyond the image");
    return true;
  }
}

/** Says what is wrong with an inode; false, for the caller to pass on. */
export function damaged(nid: u64, what: string): boolean {
  log(`rofs: the image is damaged: inode ${nid}: ${what}`);
  return false;
}
