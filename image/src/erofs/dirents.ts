/** Reads and checks one block of a directory: an array of `struct erofs_dirent`, then the names. */
import { damaged } from "../error.ts";
import { LONGEST_NAME } from "../guest-path.ts";
import { DIRENT, Kind } from "./format.ts";

export interface Dirent {
  readonly name: string;
  readonly nid: number;
  /** File type number; 0 when the maker left it open. */
  readonly type: number;
  readonly bytes: Buffer;
}

const mostType = Kind.symlink.dirent;

/**
 * @param block a whole block, or what the directory has of its last one
 * @param where names the directory in messages
 * @throws ImageError damaged
 */
export function readDirents(block: Buffer, where: string, path: string): Dirent[] {
  const fault = (what: string) => damaged(`${where} ${what}`, path);
  const first = block.length >= DIRENT ? block.readUInt16LE(8) : 0;
  if (first < DIRENT || first > block.length || first % DIRENT !== 0)
    throw fault("has a block without entries");
  const count = first / DIRENT;
  const items: Dirent[] = [];
  for (let i = 0; i < count; i++) {
    const at = i * DIRENT;
    const start = block.readUInt16LE(at + 8);
    const next = i + 1 < count ? block.readUInt16LE(at + DIRENT + 8) : block.length;
    if (start < first || next < start || next > block.length) throw fault("has names out of place");
    const zero = block.indexOf(0, start);
    const end = zero >= 0 && zero < next ? zero : next;
    if (end === start || end - start > LONGEST_NAME) throw fault(`has a name of ${end - start} bytes`);
    const bytes = block.subarray(start, end);
    if (bytes.includes(0x2f)) throw fault(`has a name with a slash: ${JSON.stringify(bytes.toString())}`);
    const nid = block.readBigUInt64LE(at);
    if (nid > BigInt(Number.MAX_SAFE_INTEGER)) throw fault(`points to inode ${nid}, which cannot be`);
    const type = block.readUInt8(at + 10);
    if (type > mostType) throw fault(`has an entry of type ${type}`);
    items.push({ name: bytes.toString(), nid: Number(nid), type, bytes });
  }
  return items;
}
