/** EROFS on disk (Linux Documentation/filesystems/erofs.rst and fs/erofs/erofs_fs.h): offsets, sizes, values. All fields are little-endian. */

export const BLOCK: u64 = 4096;
export const SUPERBLOCK_OFFSET: u64 = 1024;
export const MAGIC: u32 = 0xe0f5e1e2;
/** feature_compat: the superblock carries a checksum. */
export const COMPAT_CHECKSUM: u32 = 1;

export enum Super {
  magic = 0,
  checksum = 4,
  featureCompat = 8,
  blockBits = 12,
  rootNid = 14,
  inodes = 16,
  buildTime = 24,
  blocks = 36,
  metaBlock = 40,
  featureIncompat = 80,
  end = 128,
}

/** Inode slots are 32 bytes; an extended inode takes two. */
export const SLOT: u64 = 32;
export const COMPACT_SIZE: u64 = 32;
export const EXTENDED_SIZE: u64 = 64;

export enum Field {
  format = 0,
  xattrCount = 2,
  mode = 4,
  compactLinks = 6,
  size = 8,
  data = 16, // first block, or the device number
  inode = 20,
  compactUid = 24,
  compactGid = 26,
  extendedUid = 24,
  extendedGid = 28,
  extendedTime = 32,
  extendedLinks = 44,
}

export enum Layout {
  plain = 0,
  inline = 2,
}

export const DIRENT_SIZE: u64 = 12;
export const DIRENT_NAME_OFFSET: u64 = 8;

/** Directory entry file types, as FileKind bits shifted right by 12 would not be: fs types of the format. */
export function kindOfDirent(type: u8): u32 {
  switch (type) {
    case 1:
      return 0o100000;
    case 2:
      return 0o040000;
    case 3:
      return 0o020000;
    case 4:
      return 0o060000;
    case 5:
      return 0o010000;
    case 6:
      return 0o140000;
    case 7:
      return 0o120000;
    default:
      return 0;
  }
}
