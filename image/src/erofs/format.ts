/** EROFS on disk: offsets, sizes and values (Linux Documentation/filesystems/erofs.rst, fs/erofs/erofs_fs.h). Little-endian throughout. */

export const BLOCK = 4096;
export const BLOCK_BITS = 12;
export const SUPERBLOCK_OFFSET = 1024;
export const SUPERBLOCK_SIZE = 128;
export const MAGIC = 0xe0f5e1e2;
export const COMPAT_CHECKSUM = 1;
/** Volume name of images that this room wrote: their UUID holds a digest of the metadata (digest.ts). */
export const VOLUME_NAME = "osier";

/** Inode numbers count slots of 32 bytes from the start of the metadata area. */
export const SLOT = 32;
export const COMPACT_INODE = 32;
export const EXTENDED_INODE = 64;
export const DIRENT = 12;

export const Layout = { plain: 0, inline: 2 } as const;

export const Super = {
  magic: 0,
  checksum: 4,
  featureCompat: 8,
  blockBits: 12,
  rootNid: 14,
  inodes: 16,
  buildTime: 24,
  blocks: 36,
  metaBlock: 40,
  uuid: 48,
  volumeName: 64,
  featureIncompat: 80,
  dirBlockBits: 90,
} as const;

/** File type bits of the mode, and the type number in directory entries. */
export const Kind = {
  file: { mode: 0o100000, dirent: 1 },
  directory: { mode: 0o040000, dirent: 2 },
  character: { mode: 0o020000, dirent: 3 },
  block: { mode: 0o060000, dirent: 4 },
  fifo: { mode: 0o010000, dirent: 5 },
  socket: { mode: 0o140000, dirent: 6 },
  symlink: { mode: 0o120000, dirent: 7 },
} as const;
export type KindName = keyof typeof Kind;

export function kindOfMode(mode: number): KindName | null {
  for (const [name, kind] of Object.entries(Kind))
    if ((mode & 0o170000) === kind.mode) return name as KindName;
  return null;
}
