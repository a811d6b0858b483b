/**
 * Where everything goes: inodes with their inline tails in the metadata area, then the data blocks.
 *
 *   block 0        superblock at 1024, first inodes behind it
 *   metadata       inodes in order of path, the root first; an inode and its tail never cross a block
 *   data           whole blocks, in the same order
 *
 * The plan depends on names, kinds and sizes only, so equal input gives an equal image.
 */
import type { ImageEntry } from "../entry.ts";
import { ImageError } from "../error.ts";
import { checkName } from "../guest-path.ts";
import { DirectoryContents, type DirectoryItem } from "./directory.ts";
import {
  BLOCK,
  COMPACT_INODE,
  EXTENDED_INODE,
  Kind,
  type KindName,
  SLOT,
  SUPERBLOCK_OFFSET,
  SUPERBLOCK_SIZE,
} from "./format.ts";

export interface Node {
  readonly entry: ImageEntry;
  readonly kind: KindName;
  readonly parent: Node | null;
  readonly children: Node[];
  readonly number: number;
  contents: DirectoryContents | null;
  size: number;
  extended: boolean;
  inline: boolean;
  /** Byte offset of the inode in the image. */
  offset: number;
  /** First data block; 0 when there is none. */
  firstBlock: number;
}

export interface Plan {
  readonly root: Node;
  /** In order of path, the root first. */
  readonly nodes: readonly Node[];
  readonly metaBlocks: number;
  readonly blocks: number;
}

const LARGEST_BLOCKS = 0xffffffff;

function kindOf(entry: ImageEntry): KindName {
  return entry.kind === "device" ? entry.type : entry.kind;
}
function sizeOf(entry: ImageEntry): number {
  if (entry.kind === "file") return "bytes" in entry.source ? entry.source.bytes.length : entry.source.size;
  return entry.kind === "symlink" ? Buffer.byteLength(entry.target) : 0;
}

function newNode(entry: ImageEntry, parent: Node | null, number: number): Node {
  const size = sizeOf(entry);
  const wide = size > 0xffffffff || (entry.uid ?? 0) > 0xffff || (entry.gid ?? 0) > 0xffff;
  return {
    entry,
    kind: kindOf(entry),
    parent,
    children: [],
    number,
    contents: null,
    size,
    extended: wide || (entry.mtime ?? 0) !== 0,
    inline: false,
    offset: 0,
    firstBlock: 0,
  };
}

function buildTree(entries: Iterable<ImageEntry>): Node[] {
  const sorted = [...entries].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  const nodes = new Map<string, Node>();
  const rootEntry = sorted.find((e) => e.path === "/") ?? { kind: "directory", path: "/", mode: 0o755 };
  nodes.set("/", newNode(rootEntry, null, 1));
  for (const entry of sorted) {
    if (entry.path === "/") continue;
    const slash = entry.path.lastIndexOf("/");
    const parent = nodes.get(slash === 0 ? "/" : entry.path.slice(0, slash));
    if (nodes.has(entry.path))
      throw new ImageError("conflict", "two entries have the same path", entry.path, "add it once");
    if (parent === undefined || parent.kind !== "directory") {
      throw new ImageError(
        "conflict",
        "the entry's parent is not a directory of the image",
        entry.path,
        "add its directory first",
      );
    }
    checkName(entry.path.slice(slash + 1), entry.path);
    const node = newNode(entry, parent, nodes.size + 1);
    parent.children.push(node);
    nodes.set(entry.path, node);
  }
  return [...nodes.values()];
}

function nameOf(node: Node): Buffer {
  return Buffer.from(node.entry.path.slice(node.entry.path.lastIndexOf("/") + 1));
}
export function nidOf(node: Node): number {
  return node.offset / SLOT;
}

function directoryItems(node: Node): DirectoryItem[] {
  const item = (name: Buffer, of: Node): DirectoryItem => ({
    name,
    type: Kind[of.kind].dirent,
    nid: () => nidOf(of),
  });
  return [
    item(Buffer.from("."), node),
    item(Buffer.from(".."), node.parent ?? node),
    ...node.children.map((c) => item(nameOf(c), c)),
  ];
}

/** Only what cannot be mapped, or is small, has its tail behind the inode. */
function wantsInline(node: Node, header: number): boolean {
  const tail = node.size % BLOCK;
  if (tail === 0 || header + tail > BLOCK) return false;
  if (node.kind !== "file") return true;
  return node.entry.kind === "file" && node.entry.aligned !== true && tail <= BLOCK / 2;
}

export function planImage(entries: Iterable<ImageEntry>): Plan {
  const nodes = buildTree(entries);
  let at = SUPERBLOCK_OFFSET + SUPERBLOCK_SIZE;
  for (const node of nodes) {
    if (node.kind === "directory") {
      node.contents = new DirectoryContents(directoryItems(node));
      node.size = node.contents.size;
    }
    const links = 2 + node.children.filter((c) => c.kind === "directory").length;
    if (links > 0xffff) node.extended = true;
    const header = node.extended ? EXTENDED_INODE : COMPACT_INODE;
    node.inline = wantsInline(node, header);
    const need = header + (node.inline ? node.size % BLOCK : 0);
    if ((at % BLOCK) + need > BLOCK) at = Math.ceil(at / BLOCK) * BLOCK;
    node.offset = at;
    at = Math.ceil((at + need) / SLOT) * SLOT;
  }
  const metaBlocks = Math.ceil(at / BLOCK);
  let block = metaBlocks;
  for (const node of nodes) {
    const count = node.inline ? Math.floor(node.size / BLOCK) : Math.ceil(node.size / BLOCK);
    if (count === 0) continue;
    node.firstBlock = block;
    block += count;
  }
  if (block > LARGEST_BLOCKS)
    throw new ImageError("limit", "the image would have more than 2^32 blocks", "/", "leave files out");
  return { root: nodes[0]!, nodes, metaBlocks, blocks: block };
}
