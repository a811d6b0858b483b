/**
 * Where everything goes: inodes with their inline tails in the metadata area, then the data blocks.
 *
 *   block 0        superblock at 1024, first inodes behind it
 *   metadata       the root first, then inodes in order of path, each in the fullest recent block that it fits into
 *   data           whole blocks, in order of path; equal files have the same blocks
 *
 * Invariants: an inode and its tail never cross a block. The plan depends on names, kinds, sizes and equality of
 * contents only, so equal input gives an equal image.
 */
import type { ImageEntry } from "../entry.ts";
import { ImageError } from "../error.ts";
import { BLOCK, SLOT, SUPERBLOCK_OFFSET, SUPERBLOCK_SIZE } from "./format.ts";
import { buildNodes, headerOf, type Node } from "./nodes.ts";
import { shareData } from "./share.ts";

export interface Plan {
  readonly root: Node;
  /** In order of path, the root first. */
  readonly nodes: readonly Node[];
  readonly metaBlocks: number;
  readonly blocks: number;
}

const LARGEST_BLOCKS = 0xffffffff;
/** How many partly filled blocks are looked at: neighbours in the tree stay neighbours in the image. */
const OPEN_BLOCKS = 32;

/** As mkfs.erofs: every tail that fits into a block together with its inode, unless the file is to be mapped. */
function wantsInline(node: Node): boolean {
  const tail = node.size % BLOCK;
  if (tail === 0 || headerOf(node) + tail > BLOCK) return false;
  return node.entry.kind !== "file" || node.entry.aligned !== true;
}
/** Number of data blocks of its own or shared. */
function blocksOf(node: Node): number {
  return node.inline ? Math.floor(node.size / BLOCK) : Math.ceil(node.size / BLOCK);
}

/** Hands out places in the metadata area. */
class Metadata {
  /** Where the blocks that have room are free from; ascending. */
  private open: number[] = [SUPERBLOCK_OFFSET + SUPERBLOCK_SIZE];
  blocks = 1;

  /** @param size at most a block */
  take(size: number): number {
    let best = -1;
    let least = BLOCK + 1;
    this.open.forEach((at, i) => {
      const room = BLOCK - (at % BLOCK);
      if (room < size || room >= least) return;
      best = i;
      least = room;
    });
    if (best < 0) {
      this.open.push(this.blocks++ * BLOCK);
      best = this.open.length - 1;
    }
    const offset = this.open[best]!;
    const next = Math.ceil((offset + size) / SLOT) * SLOT;
    if (next % BLOCK === 0) this.open.splice(best, 1);
    else this.open[best] = next;
    if (this.open.length > OPEN_BLOCKS) this.open.shift();
    return offset;
  }
}

/** @throws ImageError conflict, limit, not-found, unreadable, source-changed */
export function planImage(entries: Iterable<ImageEntry>): Plan {
  const nodes = buildNodes(entries);
  const metadata = new Metadata();
  for (const node of nodes) {
    node.inline = wantsInline(node);
    node.offset = metadata.take(headerOf(node) + (node.inline ? node.size % BLOCK : 0));
  }
  shareData(nodes.filter((node) => node.kind === "file" && blocksOf(node) > 0));
  let block = metadata.blocks;
  for (const node of nodes) {
    const count = blocksOf(node);
    if (count === 0) continue;
    node.firstBlock = node.sameAs?.firstBlock ?? block;
    if (node.sameAs === null) block += count;
  }
  if (block > LARGEST_BLOCKS)
    throw new ImageError("limit", "the image would have more than 2^32 blocks", "/", "leave files out");
  return { root: nodes[0]!, nodes, metaBlocks: metadata.blocks, blocks: block };
}
