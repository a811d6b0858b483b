/**
 * The digest of an image's metadata, kept in its UUID: a version 8 UUID (RFC 9562, section 5.8), whose bits are the
 * maker's to choose. EROFS's own checksum covers one block; this one covers every inode and directory before the data.
 *
 *   bytes 0-3     number of metadata blocks, the first with the superblock, little-endian
 *   bytes 4-15    bytes 4-15 of the SHA-256 of these blocks, with the UUID and the checksum zero,
 *                 but for the version (byte 6, high half) and the variant (byte 8, top two bits)
 *
 * Invariant: equal images have equal UUIDs, and images that differ in metadata differ in them.
 */
import type { Hash } from "node:crypto";
import { Super } from "./format.ts";

export const UUID_SIZE = 16;

/** The UUID of metadata of so many blocks, from the hash over them. */
export function digestUuid(metaBlocks: number, hash: Hash): Buffer {
  const uuid = Buffer.from(hash.digest().subarray(0, UUID_SIZE));
  uuid.writeUInt32LE(metaBlocks, 0);
  uuid[6] = (uuid[6]! & 0x0f) | 0x80;
  uuid[8] = (uuid[8]! & 0x3f) | 0x80;
  return uuid;
}

/** How many blocks the digest in a UUID covers; null when the UUID is not such a one. */
export function digestedBlocks(uuid: Buffer): number | null {
  return uuid[6]! >> 4 === 8 && uuid[8]! >> 6 === 2 ? uuid.readUInt32LE(0) : null;
}

/** Clears in a superblock what the digest leaves out. */
export function withoutDigest(superblock: Buffer): void {
  superblock.fill(0, Super.uuid, Super.uuid + UUID_SIZE);
  superblock.writeUInt32LE(0, Super.checksum);
}
