/** The metadata blocks of a planned image: superblock, inodes and inline tails. */
import { createHash } from "node:crypto";
import { crc32c } from "./crc32c.ts";
import { digestUuid } from "./digest.ts";
import {
  BLOCK,
  BLOCK_BITS,
  COMPAT_CHECKSUM,
  Kind,
  Layout,
  MAGIC,
  SUPERBLOCK_OFFSET,
  Super,
  VOLUME_NAME,
} from "./format.ts";
import { HostReader } from "./host-reader.ts";
import { headerOf, type Node, nidOf } from "./nodes.ts";
import type { Plan } from "./plan.ts";

/** @throws ImageError not-found, unreadable, source-changed: from the tails of host files */
export function metadataBytes(plan: Plan): Buffer {
  const out = Buffer.alloc(plan.metaBlocks * BLOCK);
  for (const node of plan.nodes) {
    putInode(out.subarray(node.offset), node);
    if (node.inline) tailOf(node).copy(out, node.offset + headerOf(node));
  }
  putSuperblock(out, plan);
  return out;
}

/** Contents that are in memory; null for a host file's. */
export function contentsOf(node: Node): Buffer | null {
  if (node.contents !== null) return node.contents.bytes();
  if (node.entry.kind === "symlink") return Buffer.from(node.entry.target);
  if (node.entry.kind !== "file" || !("bytes" in node.entry.source)) return null;
  const { bytes } = node.entry.source;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function tailOf(node: Node): Buffer {
  const from = node.size - (node.size % BLOCK);
  const contents = contentsOf(node);
  if (contents !== null) return contents.subarray(from);
  if (node.entry.kind !== "file" || !("host" in node.entry.source)) return Buffer.alloc(0);
  using reader = new HostReader(node.entry.source.host, node.size);
  return reader.tail(from);
}

function putInode(out: Buffer, node: Node): void {
  const { entry } = node;
  const layout = node.inline ? Layout.inline : Layout.plain;
  out.writeUInt16LE((node.extended ? 1 : 0) | (layout << 1), 0);
  out.writeUInt16LE(Kind[node.kind].mode | entry.mode, 4);
  out.writeUInt32LE(entry.kind === "device" ? entry.device : node.firstBlock, 16);
  out.writeUInt32LE(node.number, 20);
  if (node.extended) {
    out.writeBigUInt64LE(BigInt(node.size), 8);
    out.writeUInt32LE(entry.uid ?? 0, 24);
    out.writeUInt32LE(entry.gid ?? 0, 28);
    out.writeBigInt64LE(BigInt(Math.floor(entry.mtime ?? 0)), 32);
    out.writeUInt32LE(node.links, 44);
  } else {
    out.writeUInt16LE(node.links, 6);
    out.writeUInt32LE(node.size, 8);
    out.writeUInt16LE(entry.uid ?? 0, 24);
    out.writeUInt16LE(entry.gid ?? 0, 26);
  }
}

/** Last, since both the digest and the checksum cover the inodes. */
function putSuperblock(out: Buffer, plan: Plan): void {
  const at = SUPERBLOCK_OFFSET;
  out.writeUInt32LE(MAGIC, at + Super.magic);
  out.writeUInt32LE(COMPAT_CHECKSUM, at + Super.featureCompat);
  out.writeUInt8(BLOCK_BITS, at + Super.blockBits);
  out.writeUInt16LE(nidOf(plan.root), at + Super.rootNid);
  out.writeBigUInt64LE(BigInt(plan.nodes.length), at + Super.inodes);
  out.writeUInt32LE(plan.blocks, at + Super.blocks);
  out.write(VOLUME_NAME, at + Super.volumeName);
  digestUuid(plan.metaBlocks, createHash("sha256").update(out)).copy(out, at + Super.uuid);
  out.writeUInt32LE(crc32c(0xffffffff, out.subarray(at, BLOCK)), at + Super.checksum);
}
