/** Reads and checks an inode, `struct erofs_inode_compact` or `struct erofs_inode_extended`. */
import { LONGEST_TARGET } from "../entry.ts";
import { damaged, ImageError } from "../error.ts";
import { BLOCK, COMPACT_INODE, DIRENT, EXTENDED_INODE, type KindName, kindOfMode, Layout } from "./format.ts";

export interface Inode {
  readonly nid: number;
  readonly kind: KindName;
  /** Permission bits. */
  readonly mode: number;
  readonly links: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** Device number of device nodes. */
  readonly device: number;
  /** Byte offset of the data in blocks. */
  readonly dataOffset: number;
  /** Byte offset of the inline tail; 0 when there is none. */
  readonly tailOffset: number;
}

/** Where an inode was found, for messages and for the place of its tail. */
export interface InodePlace {
  readonly nid: number;
  readonly offset: number;
  /** Length of the image. */
  readonly imageBytes: number;
  readonly buildTime: number;
  readonly path: string;
}

/** Bytes that the inode needs, from its first two. */
export function inodeLength(format: number): number {
  return format & 1 ? EXTENDED_INODE : COMPACT_INODE;
}

/** `i_format` has one bit of form and three of layout; later versions of the format give others a meaning. */
const knownFormatBits = 0x0f;

/**
 * @param bytes exactly the inode
 * @throws ImageError damaged, unsupported
 */
export function readInode(bytes: Buffer, place: InodePlace): Inode {
  const fault = (what: string, field: number) =>
    damaged(`inode ${place.nid} ${what}`, place.path, place.offset + field);
  const format = bytes.readUInt16LE(0);
  if ((format & ~knownFormatBits) !== 0)
    throw fault(`has format 0x${format.toString(16)}, which is not known`, 0);
  const extended = (format & 1) !== 0;
  const mode = bytes.readUInt16LE(4);
  const kind = kindOfMode(mode);
  if (kind === null) throw fault("has a mode that names no kind of file", 4);
  const links = extended ? bytes.readUInt32LE(44) : bytes.readUInt16LE(6);
  if (links === 0) throw fault("has no links", extended ? 44 : 6);
  const size = extended ? Number(bytes.readBigUInt64LE(8)) : bytes.readUInt32LE(8);
  if (size > place.imageBytes) throw fault("is greater than the image", 8);
  if (kind === "directory" && size < DIRENT) throw fault(`is a directory of ${size} bytes`, 8);
  if (kind === "symlink" && (size === 0 || size > LONGEST_TARGET))
    throw fault(`is a symbolic link of ${size} bytes`, 8);
  const stored = kind === "file" || kind === "directory" || kind === "symlink";
  return {
    nid: place.nid,
    kind,
    mode: mode & 0o7777,
    links,
    size: stored ? size : 0,
    device: stored ? 0 : bytes.readUInt32LE(16),
    uid: extended ? bytes.readUInt32LE(24) : bytes.readUInt16LE(24),
    gid: extended ? bytes.readUInt32LE(28) : bytes.readUInt16LE(26),
    mtime: extended ? Number(bytes.readBigInt64LE(32)) : place.buildTime,
    ...(stored ? dataPlaces(bytes, size, place) : { dataOffset: 0, tailOffset: 0 }),
  };
}

function dataPlaces(bytes: Buffer, size: number, place: InodePlace) {
  const { nid, offset, path, imageBytes } = place;
  const layout = (bytes.readUInt16LE(0) >> 1) & 7;
  if (layout !== Layout.plain && layout !== Layout.inline) {
    const what = `inode ${nid} has data layout ${layout}`;
    throw new ImageError("unsupported", what, path, "make the image without compression", undefined, offset);
  }
  const tail = layout === Layout.inline ? size % BLOCK : 0;
  const inBlocks = size - tail;
  const dataOffset = bytes.readUInt32LE(16) * BLOCK;
  if (inBlocks > 0 && (dataOffset === 0 || dataOffset + inBlocks > imageBytes))
    throw damaged(`the data of inode ${nid} lies outside the image`, path, offset + 16);
  const attributes = bytes.readUInt16LE(2);
  const behind = offset + bytes.length + (attributes === 0 ? 0 : 12 + (attributes - 1) * 4);
  if (behind > imageBytes) throw damaged(`the attributes of inode ${nid} pass the end`, path, offset + 2);
  if (tail > 0 && ((behind % BLOCK) + tail > BLOCK || behind + tail > imageBytes))
    throw damaged(`the inline tail of inode ${nid} crosses a block or the end`, path, behind);
  return { dataOffset, tailOffset: tail > 0 ? behind : 0 };
}
