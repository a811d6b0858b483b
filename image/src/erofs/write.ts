/** Writes a planned image: metadata from memory, data streamed from the files, whole or not at all. */
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import type { ImageEntry } from "../entry.ts";
import { ImageError } from "../error.ts";
import { crc32c } from "./crc32c.ts";
import {
  BLOCK,
  BLOCK_BITS,
  COMPACT_INODE,
  COMPAT_CHECKSUM,
  EXTENDED_INODE,
  Kind,
  Layout,
  MAGIC,
  SUPERBLOCK_OFFSET,
  Super,
} from "./format.ts";
import { type Node, nidOf, type Plan, planImage } from "./plan.ts";

export interface WrittenImage {
  readonly bytes: number;
  readonly inodes: number;
  readonly sha256: string;
}

const CHUNK = 1 << 22;

/** Collects writes into large ones and hashes what goes out. */
class Output {
  readonly hash = createHash("sha256");
  bytes = 0;
  private readonly fd: number;
  private readonly buffer = Buffer.allocUnsafe(CHUNK);
  private used = 0;

  constructor(fd: number) {
    this.fd = fd;
  }
  put(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const n = Math.min(CHUNK - this.used, bytes.length - at);
      this.buffer.set(bytes.subarray(at, at + n), this.used);
      this.advance(n);
      at += n;
    }
  }
  /** Reads exactly `size` bytes of a file straight into the buffer; false when the file has fewer or more. */
  copyFile(path: string, size: number): boolean {
    const from = openSync(path, "r");
    try {
      let left = size;
      while (left > 0) {
        const n = readSync(from, this.buffer, this.used, Math.min(CHUNK - this.used, left), null);
        if (n === 0) return false;
        this.advance(n);
        left -= n;
      }
      return readSync(from, Buffer.alloc(1), 0, 1, null) === 0;
    } finally {
      closeSync(from);
    }
  }
  padBlock(): void {
    const rest = (BLOCK - (this.bytes % BLOCK)) % BLOCK;
    if (rest > 0) this.put(Buffer.alloc(rest));
  }
  flush(): void {
    let at = 0;
    while (at < this.used) at += writeSync(this.fd, this.buffer, at, this.used - at);
    this.hash.update(this.buffer.subarray(0, this.used));
    this.used = 0;
  }
  private advance(n: number): void {
    this.used += n;
    this.bytes += n;
    if (this.used === CHUNK) this.flush();
  }
}

function inodeBytes(node: Node): Buffer {
  const out = Buffer.alloc(node.extended ? EXTENDED_INODE : COMPACT_INODE);
  const { entry } = node;
  const links =
    node.kind === "directory" ? 2 + node.children.filter((c) => c.kind === "directory").length : 1;
  const data = entry.kind === "device" ? entry.device : node.firstBlock;
  out.writeUInt16LE((node.extended ? 1 : 0) | ((node.inline ? Layout.inline : Layout.plain) << 1), 0);
  out.writeUInt16LE(Kind[node.kind].mode | (entry.mode & 0o7777), 4);
  out.writeUInt32LE(data, 16);
  out.writeUInt32LE(node.number, 20);
  if (node.extended) {
    out.writeBigUInt64LE(BigInt(node.size), 8);
    out.writeUInt32LE(entry.uid ?? 0, 24);
    out.writeUInt32LE(entry.gid ?? 0, 28);
    out.writeBigUInt64LE(BigInt(Math.floor(entry.mtime ?? 0)), 32);
    out.writeUInt32LE(links, 44);
  } else {
    out.writeUInt16LE(links, 6);
    out.writeUInt32LE(node.size, 8);
    out.writeUInt16LE(entry.uid ?? 0, 24);
    out.writeUInt16LE(entry.gid ?? 0, 26);
  }
  return out;
}

function smallContents(node: Node): Buffer | null {
  if (node.contents !== null) return node.contents.bytes();
  if (node.entry.kind === "symlink") return Buffer.from(node.entry.target);
  if (node.entry.kind === "file" && "bytes" in node.entry.source) return Buffer.from(node.entry.source.bytes);
  return null;
}

function changed(path: string): ImageError {
  return new ImageError(
    "source-changed",
    "the file changed while the image was written",
    path,
    "run the command again",
  );
}

/** The tail of a host file, for behind its inode. */
function readTail(path: string, size: number): Buffer {
  const tail = Buffer.alloc(size % BLOCK);
  const fd = openSync(path, "r");
  try {
    if (readSync(fd, tail, 0, tail.length, size - tail.length) !== tail.length) throw changed(path);
    return tail;
  } finally {
    closeSync(fd);
  }
}
function tailOf(node: Node): Buffer {
  const contents = smallContents(node);
  if (contents !== null) return contents.subarray(contents.length - (node.size % BLOCK));
  if (node.entry.kind === "file" && "host" in node.entry.source)
    return readTail(node.entry.source.host, node.size);
  return Buffer.alloc(0);
}

function metadata(plan: Plan): Buffer {
  const out = Buffer.alloc(plan.metaBlocks * BLOCK);
  for (const node of plan.nodes) {
    const inode = inodeBytes(node);
    inode.copy(out, node.offset);
    if (node.inline) tailOf(node).copy(out, node.offset + inode.length);
  }
  const at = SUPERBLOCK_OFFSET;
  out.writeUInt32LE(MAGIC, at + Super.magic);
  out.writeUInt32LE(COMPAT_CHECKSUM, at + Super.featureCompat);
  out.writeUInt8(BLOCK_BITS, at + Super.blockBits);
  out.writeUInt16LE(nidOf(plan.root), at + Super.rootNid);
  out.writeBigUInt64LE(BigInt(plan.nodes.length), at + Super.inodes);
  out.writeUInt32LE(plan.blocks, at + Super.blocks);
  out.write("osier", at + Super.volumeName);
  out.writeUInt32LE(crc32c(0xffffffff, out.subarray(at, BLOCK)), at + Super.checksum);
  return out;
}

function putData(out: Output, node: Node): void {
  if (node.firstBlock === 0) return;
  const size = node.inline ? node.size - (node.size % BLOCK) : node.size;
  const contents = smallContents(node);
  if (contents !== null) out.put(contents.subarray(0, size));
  else if (node.entry.kind === "file" && "host" in node.entry.source) {
    const { host } = node.entry.source;
    const whole = out.copyFile(host, size);
    if (!whole && !node.inline) throw changed(host);
  }
  out.padBlock();
}

/**
 * Writes entries as an EROFS image. The file appears under its name only when it is complete.
 * @throws ImageError disk-full, source-changed, conflict, limit
 */
export function writeErofs(entries: Iterable<ImageEntry>, path: string): WrittenImage {
  const plan = planImage(entries);
  const part = `${path}.${process.pid}.part`;
  const fd = openSync(part, "w");
  let open = true;
  try {
    const out = new Output(fd);
    out.put(metadata(plan));
    for (const node of plan.nodes) putData(out, node);
    out.flush();
    fsyncSync(fd);
    closeSync(fd);
    open = false;
    renameSync(part, path);
    return { bytes: out.bytes, inodes: plan.nodes.length, sha256: out.hash.digest("hex") };
  } catch (cause) {
    if (open) closeSync(fd);
    rmSync(part, { force: true });
    const code = (cause as NodeJS.ErrnoException).code;
    if (code !== "ENOSPC" && code !== "EDQUOT") throw cause;
    throw new ImageError(
      "disk-full",
      "the disk is full: the image could not be written",
      path,
      `make room there: the image needs ${plan.blocks * BLOCK} bytes`,
      cause,
    );
  }
}
