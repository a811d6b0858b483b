/**
 * A host program for tests: reads an image from standard input and writes what the kernel sees in it, a line for each
 * file: path, mode in octal, owner, group, time in seconds, size, and the CRC-32C of the contents or the link's target.
 */
import { crc32c } from "../../lib/crc32c.ts";
import { GrowingWriter } from "../../lib/growingwriter.ts";
import { makeMemory } from "../../mm/hostarena.ts";
import { releasePage } from "../../mm/pages.ts";
import { physToVirt } from "../../mm/physmap.ts";
import { DirectoryEntry, type Inode } from "../../vfs/inode.ts";
import { BLOCK } from "./format.ts";
import { closeRoFs, openRoFs } from "./rofs.ts";
import { ScatteredImage } from "./testimage.ts";

/** @extern read */
declare function read(fd: i32, data: Ptr<u8>, length: usize): isize;
/** @extern write */
declare function write(fd: i32, data: Ptr<u8>, length: usize): isize;

const LARGEST: u64 = 0x200_0000;
const out = new GrowingWriter();

function writeOctal(value: u32): void {
  for (let shift: u32 = 18; shift > 0; shift -= 3) out.byte(48 + u8((value >> (shift - 3)) & 7));
}

/** False when a page cannot be read. */
function writeContents(inode: Inode): boolean {
  if (inode.isSymlink) {
    const [target, error] = inode.readLink();
    out.string(target);
    return error === 0;
  }
  let crc: u32 = 0xffffffff;
  for (let at: u64 = 0; inode.isRegular && at < inode.size; at += BLOCK) {
    const page = inode.page(at / BLOCK);
    if (page === 0) return false;
    crc = crc32c(crc, physToVirt(page), min(BLOCK, inode.size - at));
    releasePage(page);
  }
  out.unsigned(u64(~crc), 0);
  return true;
}

function list(inode: Inode): boolean {
  if (!inode.writeNames(out)) out.string("/");
  out.string("\t");
  writeOctal(inode.mode);
  writeText(
    `\t${inode.uid}\t${inode.gid}\t${inode.modifyNs / 1000000000}\t${inode.isDirectory ? u64(0) : inode.size}\t`,
    out,
  );
  let good = writeContents(inode);
  out.string("\n");
  const entry: Embed<DirectoryEntry> = new DirectoryEntry();
  for (
    let position: u64 = 0;
    good && inode.isDirectory && inode.entryAt(position, entry);
    position = entry.next
  ) {
    const [child] = inode.lookup(entry.name);
    if (child === null) return false;
    good = child.kind === entry.kind && child.number === entry.number && list(child);
    child.release();
  }
  return good;
}

export function main(): i32 {
  makeMemory(0x80_0000);
  const bytes = newArray<u8>(LARGEST);
  let length: u64 = 0;
  while (length < LARGEST) {
    const n = read(0, bytes.ptr.add(length), LARGEST - length);
    if (n <= 0) break;
    length += u64(n);
  }
  const image: Embed<ScatteredImage> = new ScatteredImage();
  image.open(addressOf(bytes.ptr), length);
  freeArray<u8>(bytes);
  const root = openRoFs(image);
  if (root === null) return 1;
  const good = list(root);
  closeRoFs(root);
  image.close();
  const text = out.contents();
  const written = write(1, text.ptr, text.length) === isize(text.length);
  out.release();
  return good && written ? 0 : 1;
}
