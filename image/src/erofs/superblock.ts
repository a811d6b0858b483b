/** Reads and checks a superblock, `struct erofs_super_block`. */
import { damaged, ImageError } from "../error.ts";
import { crc32c } from "./crc32c.ts";
import { BLOCK, BLOCK_BITS, COMPAT_CHECKSUM, MAGIC, SUPERBLOCK_OFFSET, Super } from "./format.ts";

export interface Superblock {
  /** Length of the image in bytes. */
  readonly bytes: number;
  /** Byte offset that inode numbers count from. */
  readonly metaOffset: number;
  readonly rootNid: number;
  readonly inodes: number;
  /** Time of compact inodes, in seconds since 1970. */
  readonly buildTime: number;
  readonly volumeName: string;
  readonly uuid: Buffer;
}

function unsupported(what: string, path: string, mend: string): ImageError {
  return new ImageError("unsupported", what, path, mend);
}

/**
 * @param block the image's first block; changed by the check
 * @param length bytes of the file that holds the image
 * @throws ImageError damaged, unsupported
 */
export function readSuperblock(block: Buffer, length: number, path: string): Superblock {
  const s = block.subarray(SUPERBLOCK_OFFSET);
  const fault = (what: string, field: number) => damaged(what, path, SUPERBLOCK_OFFSET + field);
  if (s.readUInt32LE(Super.magic) !== MAGIC) throw fault("it has no EROFS magic number", Super.magic);
  const bits = s.readUInt8(Super.blockBits);
  if (bits !== BLOCK_BITS)
    throw unsupported(`its blocks have 2^${bits} bytes`, path, "make it with blocks of 4096 bytes");
  if (s.readUInt32LE(Super.featureCompat) & COMPAT_CHECKSUM) {
    const stored = s.readUInt32LE(Super.checksum);
    s.writeUInt32LE(0, Super.checksum);
    if (crc32c(0xffffffff, s) !== stored)
      throw fault("the superblock's checksum does not match", Super.checksum);
  }
  if (s.readUInt32LE(Super.featureIncompat) !== 0)
    throw unsupported("it uses compression or chunks", path, "make it without compression");
  if (s.readUInt8(Super.dirBlockBits) !== 0)
    throw unsupported("its directories have blocks of another size", path, "make it without --dirblocksize");
  const bytes = s.readUInt32LE(Super.blocks) * BLOCK;
  if (bytes === 0 || bytes > length)
    throw fault(`it has ${length} bytes and its superblock says ${bytes}`, Super.blocks);
  const metaOffset = s.readUInt32LE(Super.metaBlock) * BLOCK;
  if (metaOffset >= bytes) throw fault("its metadata begins beyond its end", Super.metaBlock);
  return {
    bytes,
    metaOffset,
    rootNid: s.readUInt16LE(Super.rootNid),
    inodes: Number(s.readBigUInt64LE(Super.inodes)),
    buildTime: Number(s.readBigInt64LE(Super.buildTime)),
    volumeName: textOf(s.subarray(Super.volumeName, Super.volumeName + 16)),
    uuid: Buffer.from(s.subarray(Super.uuid, Super.uuid + 16)),
  };
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("latin1", 0, end < 0 ? bytes.length : end);
}
