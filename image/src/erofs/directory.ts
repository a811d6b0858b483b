/**
 * Directory contents: blocks of sorted 12-byte entries, each followed by its names. Names ascend across all blocks, "." and
 * ".." among them, since the kernel searches by halving.
 */
import { BLOCK, DIRENT } from "./format.ts";

export interface DirectoryItem {
  readonly name: Buffer;
  readonly type: number;
  /** Known only when all inodes are placed. */
  readonly nid: () => number;
}

/** Which items go into which block: as many as fit, in order. */
function fill(items: readonly DirectoryItem[]): DirectoryItem[][] {
  const blocks: DirectoryItem[][] = [];
  let room = 0;
  for (const item of items) {
    const need = DIRENT + item.name.length;
    if (need > room) {
      blocks.push([]);
      room = BLOCK;
    }
    blocks.at(-1)!.push(item);
    room -= need;
  }
  return blocks;
}

export class DirectoryContents {
  private readonly blocks: DirectoryItem[][];
  readonly size: number;

  constructor(items: readonly DirectoryItem[]) {
    this.blocks = fill([...items].sort((a, b) => Buffer.compare(a.name, b.name)));
    const last = this.blocks.at(-1) ?? [];
    this.size = (this.blocks.length - 1) * BLOCK + last.reduce((n, i) => n + DIRENT + i.name.length, 0);
  }

  /** All bytes; every block but the last is padded with zeros. */
  bytes(): Buffer {
    const out = Buffer.alloc(this.size);
    this.blocks.forEach((items, b) => {
      let nameAt = items.length * DIRENT;
      items.forEach((item, i) => {
        const at = b * BLOCK + i * DIRENT;
        out.writeBigUInt64LE(BigInt(item.nid()), at);
        out.writeUInt16LE(nameAt, at + 8);
        out.writeUInt8(item.type, at + 10);
        item.name.copy(out, b * BLOCK + nameAt);
        nameAt += item.name.length;
      });
    });
    return out;
  }
}
