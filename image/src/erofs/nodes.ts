/** The entries of an image as a tree of nodes, in order of the bytes of their paths: the same for any order of input. */
import { checkEntry, type ImageEntry } from "../entry.ts";
import { ImageError } from "../error.ts";
import { nameOf, parentOf } from "../guest-path.ts";
import { DirectoryContents, type DirectoryItem } from "./directory.ts";
import { COMPACT_INODE, EXTENDED_INODE, Kind, type KindName, SLOT } from "./format.ts";

export interface Node {
  readonly entry: ImageEntry;
  readonly kind: KindName;
  readonly parent: Node | null;
  readonly children: Node[];
  readonly number: number;
  contents: DirectoryContents | null;
  size: number;
  links: number;
  extended: boolean;
  /** Whether the last, partial block stands behind the inode. */
  inline: boolean;
  /** Byte offset of the inode in the image. */
  offset: number;
  /** First data block; 0 when there is none. */
  firstBlock: number;
  /** The earlier node whose equal data blocks this one uses too. */
  sameAs: Node | null;
  /** SHA-256 that the data must still have when it is copied, where others rely on it. */
  expected: Buffer | null;
}

/** The root first, parents before their children. @throws ImageError conflict, limit */
export function buildNodes(entries: Iterable<ImageEntry>): Node[] {
  const keyed = [...entries].map((entry) => ({ entry, key: Buffer.from(entry.path) }));
  const sorted = keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ entry }) => entry);
  if (sorted[0]?.path !== "/") sorted.unshift({ kind: "directory", path: "/", mode: 0o755 });
  const nodes = new Map<string, Node>();
  for (const entry of sorted) {
    checkEntry(entry);
    const root = entry.path === "/";
    const parent = root ? null : (nodes.get(parentOf(entry.path)) ?? null);
    if (nodes.has(entry.path)) throw conflict("two entries have the same path", entry.path, "add it once");
    if (root ? entry.kind !== "directory" : parent?.kind !== "directory") {
      const what = root
        ? "the root is not a directory"
        : "the entry's parent is not a directory of the image";
      throw conflict(what, entry.path, "add its directory first");
    }
    const node = newNode(entry, parent, nodes.size + 1);
    parent?.children.push(node);
    nodes.set(entry.path, node);
  }
  const list = [...nodes.values()];
  for (const node of list) if (node.kind === "directory") fillDirectory(node);
  return list;
}

/** Bytes of the inode itself. */
export function headerOf(node: Node): number {
  return node.extended ? EXTENDED_INODE : COMPACT_INODE;
}
export function nidOf(node: Node): number {
  return node.offset / SLOT;
}

function conflict(what: string, path: string, mend: string): ImageError {
  return new ImageError("conflict", what, path, mend);
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
    kind: entry.kind === "device" ? entry.type : entry.kind,
    parent,
    children: [],
    number,
    contents: null,
    size,
    links: 1,
    extended: wide || Math.floor(entry.mtime ?? 0) !== 0,
    inline: false,
    offset: 0,
    firstBlock: 0,
    sameAs: null,
    expected: null,
  };
}

function fillDirectory(node: Node): void {
  node.contents = new DirectoryContents(directoryItems(node));
  node.size = node.contents.size;
  node.links = 2 + node.children.filter((c) => c.kind === "directory").length;
  if (node.links > 0xffff || node.size > 0xffffffff) node.extended = true;
}
function directoryItems(node: Node): DirectoryItem[] {
  const item = (name: string, of: Node): DirectoryItem => ({
    name: Buffer.from(name),
    type: Kind[of.kind].dirent,
    nid: () => nidOf(of),
  });
  return [
    item(".", node),
    item("..", node.parent ?? node),
    ...node.children.map((c) => item(nameOf(c.entry.path), c)),
  ];
}
