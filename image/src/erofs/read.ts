/**
 * Reads EROFS images, ours and mkfs.erofs's uncompressed ones. Every field is checked before it is used: what is wrong with
 * an image is a typed error that says what and where, never a crash or a loop.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { damaged, ImageError } from "../error.ts";
import { crc32c } from "./crc32c.ts";
import {
  BLOCK,
  BLOCK_BITS,
  COMPACT_INODE,
  COMPAT_CHECKSUM,
  DIRENT,
  EXTENDED_INODE,
  type KindName,
  kindOfMode,
  Layout,
  LONGEST_NAME,
  MAGIC,
  SLOT,
  SUPERBLOCK_OFFSET,
  Super,
} from "./format.ts";

export interface Inode {
  readonly nid: number;
  readonly kind: KindName;
  readonly mode: number;
  readonly links: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  /** Device number of device nodes. */
  readonly device: number;
  /** Byte offset of the data in blocks. */
  readonly dataOffset: number;
  /** Byte offset of the inline tail; 0 when there is none. */
  readonly tailOffset: number;
}
export interface DirectoryItem {
  readonly name: string;
  readonly nid: number;
  readonly type: number;
}

const MOST_LINKS = 40;
const LONGEST_LINK = 4096;

export class ErofsImage {
  readonly path: string;
  readonly inodes: number;
  readonly volumeName: string;
  private readonly fd: number;
  private readonly size: number;
  private readonly metaOffset: number;
  private readonly rootNid: number;
  private readonly buildTime: number;

  /** @throws ImageError damaged, unsupported; Node's error when the file cannot be opened */
  constructor(path: string) {
    this.path = path;
    this.fd = openSync(path, "r");
    try {
      const length = fstatSync(this.fd).size;
      if (length < BLOCK) throw damaged("it is shorter than one block", path);
      this.size = length;
      const block = this.bytes(0, BLOCK, "superblock");
      const s = block.subarray(SUPERBLOCK_OFFSET);
      if (s.readUInt32LE(Super.magic) !== MAGIC) throw damaged("it has no EROFS magic number", path);
      if (s.readUInt8(Super.blockBits) !== BLOCK_BITS) {
        throw new ImageError(
          "unsupported",
          "its block size is not 4096",
          path,
          "make it with 4096-byte blocks",
        );
      }
      if (s.readUInt32LE(Super.featureIncompat) !== 0) {
        throw new ImageError(
          "unsupported",
          "it uses compression or chunks",
          path,
          "make it without compression",
        );
      }
      if (s.readUInt32LE(Super.featureCompat) & COMPAT_CHECKSUM) {
        const stored = s.readUInt32LE(Super.checksum);
        s.writeUInt32LE(0, Super.checksum);
        if (crc32c(0xffffffff, s) !== stored) throw damaged("the superblock's checksum does not match", path);
      }
      const bytes = s.readUInt32LE(Super.blocks) * BLOCK;
      if (bytes > length) throw damaged("it is shorter than its superblock says", path);
      this.size = bytes;
      this.metaOffset = s.readUInt32LE(Super.metaBlock) * BLOCK;
      if (this.metaOffset >= bytes) throw damaged("its metadata begins beyond its end", path);
      this.rootNid = s.readUInt16LE(Super.rootNid);
      this.inodes = Number(s.readBigUInt64LE(Super.inodes));
      this.buildTime = Number(s.readBigUInt64LE(Super.buildTime));
      this.volumeName = s
        .subarray(Super.volumeName, Super.volumeName + 16)
        .toString("latin1")
        .replace(/\0.*$/s, "");
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

  private bytes(offset: number, count: number, of: string): Buffer {
    if (!Number.isSafeInteger(offset) || offset < 0 || count < 0 || offset + count > this.size) {
      throw damaged(`${of} lies beyond its end`, this.path);
    }
    const out = Buffer.alloc(count);
    let at = 0;
    while (at < count) {
      const n = readSync(this.fd, out, at, count - at, offset + at);
      if (n === 0) throw damaged(`${of} cannot be read to its end`, this.path);
      at += n;
    }
    return out;
  }

  get root(): Inode {
    const inode = this.inode(this.rootNid);
    if (inode.kind !== "directory") throw damaged("its root is no directory", this.path);
    return inode;
  }

  inode(nid: number): Inode {
    const where = `inode ${nid}`;
    const offset = this.metaOffset + nid * SLOT;
    const head = this.bytes(offset, COMPACT_INODE, where);
    const format = head.readUInt16LE(0);
    const extended = (format & 1) !== 0;
    const i = extended ? this.bytes(offset, EXTENDED_INODE, where) : head;
    const mode = i.readUInt16LE(4);
    const kind = kindOfMode(mode);
    if (kind === null) throw damaged(`${where} has a mode that names no kind of file`, this.path);
    const size = extended ? Number(i.readBigUInt64LE(8)) : i.readUInt32LE(8);
    const xattrs = i.readUInt16LE(2);
    const behind = offset + i.length + (xattrs === 0 ? 0 : 12 + (xattrs - 1) * 4);
    const data = i.readUInt32LE(16);
    const stored = kind === "file" || kind === "directory" || kind === "symlink";
    const place = stored
      ? this.place(where, (format >> 1) & 7, size, data, behind)
      : { dataOffset: 0, tailOffset: 0 };
    return {
      nid,
      kind,
      mode: mode & 0o7777,
      size,
      device: stored ? 0 : data,
      ...place,
      links: extended ? i.readUInt32LE(44) : i.readUInt16LE(6),
      uid: extended ? i.readUInt32LE(24) : i.readUInt16LE(24),
      gid: extended ? i.readUInt32LE(28) : i.readUInt16LE(26),
      mtime: extended ? Number(i.readBigUInt64LE(32)) : this.buildTime,
    };
  }

  private place(
    where: string,
    layout: number,
    size: number,
    firstBlock: number,
    behind: number,
  ): { dataOffset: number; tailOffset: number } {
    if (layout !== Layout.plain && layout !== Layout.inline) {
      throw new ImageError(
        "unsupported",
        `${where} has data layout ${layout}`,
        this.path,
        "make the image without compression",
      );
    }
    if (size > this.size) throw damaged(`${where} is greater than the image`, this.path);
    const tail = size % BLOCK;
    const inline = layout === Layout.inline && tail > 0;
    const inBlocks = inline ? size - tail : size;
    if (inBlocks > 0 && firstBlock * BLOCK + inBlocks > this.size)
      throw damaged(`the data of ${where} lies beyond its end`, this.path);
    if (inline && ((behind % BLOCK) + tail > BLOCK || behind + tail > this.size)) {
      throw damaged(`the inline tail of ${where} crosses a block or the end`, this.path);
    }
    return { dataOffset: firstBlock * BLOCK, tailOffset: inline ? behind : 0 };
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
    for (let at = 0; at < inode.size; at += 1 << 20) yield this.read(inode, at, 1 << 20);
  }
  readLink(inode: Inode): string {
    if (inode.size > LONGEST_LINK) throw damaged(`link ${inode.nid} is longer than a path`, this.path);
    return this.read(inode, 0, inode.size).toString();
  }

  /** The entries of a directory in order of name, without "." and "..". */
  list(inode: Inode): DirectoryItem[] {
    const items: DirectoryItem[] = [];
    for (let at = 0; at < inode.size; at += BLOCK) {
      const block = this.read(inode, at, BLOCK);
      items.push(...this.listBlock(block, `directory ${inode.nid}`));
    }
    return items.filter((i) => i.name !== "." && i.name !== "..");
  }
  private listBlock(block: Buffer, where: string): DirectoryItem[] {
    const first = block.length >= DIRENT ? block.readUInt16LE(8) : 0;
    if (first < DIRENT || first > block.length || first % DIRENT !== 0)
      throw damaged(`${where} has a block without entries`, this.path);
    const count = first / DIRENT;
    const items: DirectoryItem[] = [];
    for (let i = 0; i < count; i++) {
      const start = block.readUInt16LE(i * DIRENT + 8);
      const next = i + 1 < count ? block.readUInt16LE((i + 1) * DIRENT + 8) : block.length;
      if (start < first || next < start || next > block.length)
        throw damaged(`${where} has names out of place`, this.path);
      let end = block.indexOf(0, start);
      if (end < 0 || end > next) end = next;
      if (end === start || end - start > LONGEST_NAME)
        throw damaged(`${where} has a name of ${end - start} bytes`, this.path);
      const nid = Number(block.readBigUInt64LE(i * DIRENT));
      if (!Number.isSafeInteger(nid)) throw damaged(`${where} has an inode number out of range`, this.path);
      items.push({ name: block.toString("utf8", start, end), nid, type: block.readUInt8(i * DIRENT + 10) });
    }
    return items;
  }

  /** The inode at a path; links on the way are followed, the last one when `follow`. @throws ImageError not-found */
  lookup(path: string, follow = true): Inode {
    let links = 0;
    let rest = path.split("/").filter((name) => name !== "" && name !== ".");
    const stack: Inode[] = [this.root];
    while (rest.length > 0) {
      const [name, ...after] = rest;
      rest = after;
      if (name === "..") {
        if (stack.length > 1) stack.pop();
        continue;
      }
      const directory = stack.at(-1)!;
      const item =
        directory.kind === "directory" ? this.list(directory).find((i) => i.name === name) : undefined;
      if (item === undefined)
        throw new ImageError(
          "not-found",
          "there is no such file in the image",
          path,
          "`osier inspect IMAGE tree` lists them",
        );
      const inode = this.inode(item.nid);
      if (inode.kind === "symlink" && (rest.length > 0 || follow)) {
        if (++links > MOST_LINKS)
          throw new ImageError("not-found", "too many symbolic links", path, "look at the links on the way");
        const target = this.readLink(inode);
        if (target.startsWith("/")) stack.length = 1;
        rest = [...target.split("/").filter((n) => n !== "" && n !== "."), ...rest];
      } else stack.push(inode);
    }
    return stack.at(-1)!;
  }
}
