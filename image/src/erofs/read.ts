/**
 * Reads EROFS images, ours and mkfs.erofs's uncompressed ones. Every field is checked before it is used: what is wrong with
 * an image is a typed error that says what and where, never a crash or a loop. Of our own images the whole of the metadata
 * is checked against its digest when they are opened.
 */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { damaged, ImageError, systemCode, unreadable } from "../error.ts";
import { namesOf } from "../guest-path.ts";
import { digestedBlocks, digestUuid, withoutDigest } from "./digest.ts";
import { type Dirent, readDirents } from "./dirents.ts";
import { BLOCK, COMPACT_INODE, Kind, SLOT, SUPERBLOCK_OFFSET, VOLUME_NAME } from "./format.ts";
import { type Inode, inodeLength, readInode } from "./inode.ts";
import { readSuperblock, type Superblock } from "./superblock.ts";

export type { Dirent } from "./dirents.ts";
export type { Inode } from "./inode.ts";

const MOST_LINKS = 40;
const PIECE = 1 << 20;

/** Opens an image; close it, or declare it with `using`. @throws ImageError not-found, unreadable, damaged, unsupported */
export function openErofs(path: string): ErofsImage {
  return new ErofsImage(path);
}

export class ErofsImage {
  readonly path: string;
  private readonly fd: number;
  private readonly superblock: Superblock;
  /** No byte from here on is read. */
  private readonly end: number;

  /** @throws ImageError not-found, unreadable, damaged, unsupported */
  constructor(path: string) {
    this.path = path;
    this.fd = openImage(path);
    try {
      const { size } = fstatSync(this.fd);
      this.end = size;
      if (size < BLOCK) throw damaged("it is shorter than one block", path);
      this.superblock = readSuperblock(this.bytes(0, BLOCK, "the superblock"), size, path);
      this.end = this.superblock.bytes;
      this.checkDigest();
    } catch (cause) {
      closeSync(this.fd);
      throw cause;
    }
  }
  close(): void {
    closeSync(this.fd);
  }
  [Symbol.dispose](): void {
    this.close();
  }

  /** Number of inodes, as the superblock tells. */
  get inodes(): number {
    return this.superblock.inodes;
  }
  get volumeName(): string {
    return this.superblock.volumeName;
  }
  /** Length of the image in bytes. */
  get size(): number {
    return this.end;
  }
  get root(): Inode {
    const inode = this.inode(this.superblock.rootNid);
    if (inode.kind !== "directory") throw damaged("its root is no directory", this.path);
    return inode;
  }

  /** @throws ImageError damaged, unsupported */
  inode(nid: number): Inode {
    const { metaOffset, buildTime } = this.superblock;
    const offset = metaOffset + nid * SLOT;
    const head = this.bytes(offset, COMPACT_INODE, `inode ${nid}`);
    const length = inodeLength(head.readUInt16LE(0));
    const bytes = length === head.length ? head : this.bytes(offset, length, `inode ${nid}`);
    return readInode(bytes, { nid, offset, imageBytes: this.end, buildTime, path: this.path });
  }
  /** The inode of a directory's entry, which must be of the kind that the entry tells. @throws ImageError damaged */
  child(item: Dirent): Inode {
    const inode = this.inode(item.nid);
    if (item.type !== 0 && Kind[inode.kind].dirent !== item.type)
      throw damaged(`inode ${item.nid} is not of the kind that its directory entry tells`, this.path);
    return inode;
  }

  /** Bytes of a file, link or directory from `offset`; fewer at its end. */
  read(inode: Inode, offset: number, count: number): Buffer {
    const end = Math.min(inode.size, offset + count);
    if (end <= offset) return Buffer.alloc(0);
    const inBlocks = inode.tailOffset === 0 ? inode.size : inode.size - (inode.size % BLOCK);
    const parts: Buffer[] = [];
    if (offset < inBlocks)
      parts.push(this.bytes(inode.dataOffset + offset, Math.min(end, inBlocks) - offset, "file data"));
    if (end > inBlocks) {
      const from = Math.max(offset, inBlocks);
      parts.push(this.bytes(inode.tailOffset + from - inBlocks, end - from, "an inline tail"));
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }
  /** A file in pieces of up to 1 MiB. */
  *contents(inode: Inode): Generator<Buffer> {
    for (let at = 0; at < inode.size; at += PIECE) yield this.read(inode, at, PIECE);
  }
  readLink(inode: Inode): string {
    const target = this.read(inode, 0, inode.size);
    if (target.includes(0)) throw damaged(`symbolic link ${inode.nid} has a NUL in its target`, this.path);
    return target.toString();
  }

  /** The entries of a directory in order of name, without "." and "..". @throws ImageError damaged */
  list(inode: Inode): Dirent[] {
    const where = `directory ${inode.nid}`;
    const items: Dirent[] = [];
    for (let at = 0; at < inode.size; at += BLOCK) {
      for (const item of readDirents(this.read(inode, at, BLOCK), where, this.path)) {
        const before = items.at(-1);
        if (before !== undefined && Buffer.compare(before.bytes, item.bytes) >= 0)
          throw damaged(`${where} has ${JSON.stringify(item.name)} out of order`, this.path);
        items.push(item);
      }
    }
    if (items.find((i) => i.name === ".")?.nid !== inode.nid || !items.some((i) => i.name === ".."))
      throw damaged(`${where} does not name itself and its parent`, this.path);
    return items.filter((i) => i.name !== "." && i.name !== "..");
  }

  /** The inode at a path; links on the way are followed, the last one when `follow`. @throws ImageError not-found, damaged */
  lookup(path: string, follow = true): Inode {
    const rest = namesOf(path).reverse();
    const stack: Inode[] = [this.root];
    let links = 0;
    while (rest.length > 0) {
      const name = rest.pop()!;
      if (name === "..") {
        if (stack.length > 1) stack.pop();
        continue;
      }
      const directory = stack.at(-1)!;
      const items = directory.kind === "directory" ? this.list(directory) : [];
      const item = items.find((i) => i.name === name);
      if (item === undefined) throw notFound("there is no such file in the image", path);
      const inode = this.child(item);
      if (inode.kind === "symlink" && (rest.length > 0 || follow)) {
        if (++links > MOST_LINKS) throw notFound("too many symbolic links", path);
        const target = this.readLink(inode);
        if (target.startsWith("/")) stack.length = 1;
        rest.push(...namesOf(target).reverse());
      } else stack.push(inode);
    }
    return stack.at(-1)!;
  }

  /** Exactly so many bytes of the image. */
  private bytes(offset: number, count: number, of: string): Buffer {
    if (!Number.isSafeInteger(offset) || offset < 0 || count < 0 || offset + count > this.end)
      throw damaged(`${of} lies beyond its end`, this.path);
    const out = Buffer.alloc(count);
    let at = 0;
    while (at < count) {
      const n = readAt(this.fd, out, at, offset + at, this.path);
      if (n === 0) throw damaged(`${of} cannot be read to its end`, this.path, offset + at);
      at += n;
    }
    return out;
  }

  private checkDigest(): void {
    const { uuid, volumeName } = this.superblock;
    const blocks = volumeName === VOLUME_NAME ? digestedBlocks(uuid) : null;
    if (blocks === null) return;
    const hash = createHash("sha256");
    const size = blocks * BLOCK;
    if (size === 0 || size > this.end) throw damaged("its UUID tells of metadata beyond its end", this.path);
    for (let at = 0; at < size; at += PIECE) {
      const piece = this.bytes(at, Math.min(PIECE, size - at), "metadata");
      if (at === 0) withoutDigest(piece.subarray(SUPERBLOCK_OFFSET));
      hash.update(piece);
    }
    if (!digestUuid(blocks, hash).equals(uuid))
      throw damaged(`the digest of its metadata, bytes 0 to ${size - 1}, does not match`, this.path);
  }
}

function openImage(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    if (systemCode(cause) !== "ENOENT") throw unreadable(path, cause);
    const mend = "make it with osier build PROGRAM -o IMAGE";
    throw new ImageError("not-found", "there is no such image", path, mend, cause);
  }
}
function readAt(fd: number, out: Buffer, at: number, offset: number, path: string): number {
  try {
    return readSync(fd, out, at, out.length - at, offset);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
function notFound(what: string, path: string): ImageError {
  return new ImageError("not-found", what, path, "`osier inspect IMAGE tree` lists what is there");
}
