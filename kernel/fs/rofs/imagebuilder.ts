/**
 * EROFS images made in memory, for tests: any inode form and layout, sound unless the test patches them afterwards.
 *
 * Inodes and their tails are placed from the superblock on, file data from block `metaBlocks` on; `seal` comes last.
 */
import { crc32c } from "../../lib/crc32c.ts";
import { panic } from "../../lib/panic.ts";
import {
  BLOCK,
  COMPAT_CHECKSUM,
  DIRENT_SIZE,
  Field,
  Layout,
  MAGIC,
  SLOT,
  SUPERBLOCK_OFFSET,
  Super,
} from "./format.ts";

/** The format field of an inode: bit 0 extended, then the layout. */
export enum Shape {
  compact = 0,
  extended = 1,
  compactInline = 4,
  extendedInline = 5,
}

/** What the builder writes into extended inodes, and into all inodes. */
export const TEST_TIME: u64 = 1700000000;
export const TEST_UID: u32 = 1000;
export const TEST_GID: u32 = 100;

export class ImageBuilder {
  readonly base: u64;
  readonly blocks: u64;
  private meta: u64 = 1152;
  private data: u64;
  private inodes: u64 = 0;
  private readonly metaEnd: u64;

  /** Takes `blocks` blocks at an address, the first `metaBlocks` of them for inodes. */
  constructor(base: u64, blocks: u64, metaBlocks: u64) {
    this.base = base;
    this.blocks = blocks;
    this.data = metaBlocks;
    this.metaEnd = metaBlocks * BLOCK;
    fillBytes(base, 0, blocks * BLOCK);
  }
  /** Puts a file, directory or link with its contents; its number. */
  add(shape: u32, mode: u32, from: u64, size: u64): u64 {
    const isInline = shape >> 1 === Layout.inline;
    const header: u64 = (shape & 1) !== 0 ? 64 : 32;
    const tail: u64 = isInline ? size % BLOCK : 0;
    if ((this.meta % BLOCK) + header + tail > BLOCK) this.meta = (this.meta / BLOCK + 1) * BLOCK;
    const offset = this.meta;
    const whole: u64 = size - tail;
    this.inode(this.base + offset, shape, mode, size, whole === 0 ? u32(0) : u32(this.data));
    copyBytes(this.base + this.data * BLOCK, from, whole);
    copyBytes(this.base + offset + header, from + whole, tail);
    this.data += (whole + BLOCK - 1) / BLOCK;
    this.meta = (offset + header + tail + SLOT - 1) & ~(SLOT - 1);
    return offset / SLOT;
  }
  /** Puts a device node, fifo or socket; its number. */
  addSpecial(mode: u32, device: u32): u64 {
    const nid = this.add(Shape.compact, mode, this.base, 0);
    storeUnaligned<u32>(this.base + nid * SLOT + Field.data, device);
    return nid;
  }
  private inode(at: u64, shape: u32, mode: u32, size: u64, firstBlock: u32): void {
    this.inodes++;
    storeUnaligned<u16>(at + Field.format, u16(shape));
    storeUnaligned<u16>(at + Field.mode, u16(mode));
    storeUnaligned<u32>(at + Field.data, firstBlock);
    storeUnaligned<u32>(at + Field.inode, u32(this.inodes));
    if ((shape & 1) !== 0) {
      storeUnaligned<u64>(at + Field.size, size);
      storeUnaligned<u32>(at + Field.extendedUid, TEST_UID);
      storeUnaligned<u32>(at + Field.extendedGid, TEST_GID);
      storeUnaligned<u64>(at + Field.extendedTime, TEST_TIME);
      storeUnaligned<u32>(at + Field.extendedLinks, 1);
    } else {
      storeUnaligned<u32>(at + Field.size, u32(size));
      storeUnaligned<u16>(at + Field.compactUid, u16(TEST_UID));
      storeUnaligned<u16>(at + Field.compactGid, u16(TEST_GID));
      storeUnaligned<u16>(at + Field.compactLinks, 1);
    }
  }
  /** Writes the superblock. */
  seal(rootNid: u64): void {
    if (this.meta > this.metaEnd || this.data > this.blocks) panic("the test image has too few blocks");
    const at = this.base + SUPERBLOCK_OFFSET;
    storeUnaligned<u32>(at + Super.magic, MAGIC);
    storeUnaligned<u32>(at + Super.featureCompat, COMPAT_CHECKSUM);
    storeUnaligned<u8>(at + Super.blockBits, 12);
    storeUnaligned<u16>(at + Super.rootNid, u16(rootNid));
    storeUnaligned<u64>(at + Super.inodes, this.inodes);
    storeUnaligned<u32>(at + Super.blocks, u32(this.blocks));
    sealChecksum(this.base);
  }
}

/** Puts the checksum of the superblock of an image right. */
export function sealChecksum(base: u64): void {
  const at = base + SUPERBLOCK_OFFSET;
  storeUnaligned<u32>(at + Super.checksum, 0);
  storeUnaligned<u32>(at + Super.checksum, crc32c(0xffffffff, at, BLOCK - SUPERBLOCK_OFFSET));
}

/** The contents of a directory, from entries in ascending order of names. */
export class DirectoryBuilder {
  /** Bytes of the finished blocks; after `finish`, of all. */
  size: u64 = 0;
  readonly base: u64;
  private count: u64 = 0;
  private nameBytes: u64 = 0;
  private entries!: FixedArray<u8, 4096>;
  private names!: FixedArray<u8, 4096>;

  /** Takes memory for the contents, zeroed. */
  constructor(base: u64) {
    this.base = base;
  }
  add(name: string, nid: u64, type: u8): void {
    if ((this.count + 1) * DIRENT_SIZE + this.nameBytes + name.length > BLOCK) {
      this.putBlock();
      this.size = (this.size + BLOCK - 1) & ~(BLOCK - 1);
    }
    const at = addressOf(this.entries.ptr) + this.count * DIRENT_SIZE;
    storeUnaligned<u64>(at, nid);
    storeUnaligned<u16>(at + 8, u16(this.nameBytes)); // from the first name on, until the block is put
    storeUnaligned<u16>(at + 10, u16(type));
    copyBytes(addressOf(this.names.ptr) + this.nameBytes, addressOf(name.ptr), name.length);
    this.nameBytes += name.length;
    this.count++;
  }
  private putBlock(): void {
    const to = this.base + this.size;
    const bytes = this.count * DIRENT_SIZE;
    copyBytes(to, addressOf(this.entries.ptr), bytes);
    copyBytes(to + bytes, addressOf(this.names.ptr), this.nameBytes);
    for (let i: u64 = 0; i < this.count; i++) {
      const field = to + i * DIRENT_SIZE + 8;
      storeUnaligned<u16>(field, loadUnaligned<u16>(field) + u16(bytes));
    }
    this.size += bytes + this.nameBytes;
    this.count = 0;
    this.nameBytes = 0;
  }
  finish(): void {
    this.putBlock();
  }
}
