/**
 * For tests: a sample image with every form of inode, a source that keeps each block in memory of its own (so that
 * AddressSanitizer sees a byte read too far), and a log that leaves out what rofs says of damaged images.
 */
import { setLogSink } from "../../lib/log.ts";
import { virtToPhys } from "../../mm/physmap.ts";
import { BLOCK } from "./format.ts";
import { DirectoryBuilder, ImageBuilder, Shape } from "./imagebuilder.ts";
import { ImageSource } from "./source.ts";

export class ScatteredImage extends ImageSource {
  private copies: Slice<u64> | null = null;

  /** Copies an image, its last block filled up with zeros; `close` frees the copy. */
  open(at: u64, bytes: u64): void {
    this.blocks = (bytes + BLOCK - 1) / BLOCK;
    const copies = newArray<u64>(this.blocks);
    for (let i: u64 = 0; i < this.blocks; i++) {
      const copy = newArray<u8>(BLOCK);
      copyBytes(addressOf(copy.ptr), at + i * BLOCK, min(BLOCK, bytes - i * BLOCK));
      copies[i] = addressOf(copy.ptr);
    }
    this.copies = copies;
  }
  /** Where the bytes of a block are. */
  at(block: u64): u64 {
    return this.copies![block];
  }
  close(): void {
    const copies = this.copies!;
    for (const copy of copies) freeArray<u8>(ptr<u8>(copy).slice(BLOCK));
    freeArray<u64>(copies);
    this.copies = null;
  }
  override page(block: u64): u64 {
    return block < this.blocks ? virtToPhys(this.at(block)) : 0;
  }
  override cachedPage(block: u64): u64 {
    return this.page(block);
  }
}

/** Byte `i` of the test file with the given seed. */
export function testByte(i: u64, seed: u64): u8 {
  return u8(i * 31 + (i >> 8) + seed * 17);
}

/** Names of the directory "many" are this long: a number and a filling. */
export const MANY_NAME: u64 = 120;
/** Entry `i` of the directory "many"; shares one buffer. */
export function manyName(i: u64): string {
  const at = manyBuffer.ptr;
  fillBytes(addressOf(at), 0x78, MANY_NAME);
  let rest = i;
  for (let digit: u64 = 6; digit > 0; digit--) {
    at[digit - 1] = 48 + u8(rest % 10);
    rest /= 10;
  }
  return stringAt(at, MANY_NAME);
}
let manyBuffer!: FixedArray<u8, 120>;
let contents!: FixedArray<u8, 16384>;

export const SAMPLE_META_BLOCKS: u64 = 5;

/** Sizes of the sample's files: "p" and "q" hold them plain, "i" and "j" with an inline tail, compact and extended. */
export const SIZES: readonly u64[] = [0, 1, 4095, 4096, 4097, 8192, 12000];

function addFile(image: ImageBuilder, shape: u32, size: u64): u64 {
  for (let i: u64 = 0; i < size; i++) contents[i] = testByte(i, size);
  return image.add(shape, 0o100644, addressOf(contents.ptr), size);
}

/** Adds a file of every size to a directory: the prefix and the place in SIZES are its name. */
function addSizes(image: ImageBuilder, directory: DirectoryBuilder, prefix: string, shape: u32): void {
  let name!: FixedArray<u8, 2>;
  name[0] = prefix.byteAt(0);
  for (let i: u64 = 0; i < SIZES.length; i++) {
    name[1] = 48 + u8(i);
    const inlineFits = shape < Shape.compactInline || SIZES[i] % BLOCK <= 4032;
    const used: u32 = inlineFits ? shape : shape & 1;
    directory.add(stringAt(name.ptr, 2), addFile(image, used, SIZES[i]), 1);
  }
}

/** Builds the sample in `blocks` blocks at `base`: `many` is the number of names in the directory "many". */
export function buildSample(base: u64, blocks: u64, many: u64): void {
  const image: Embed<ImageBuilder> = new ImageBuilder(base, blocks, SAMPLE_META_BLOCKS);
  const memory = newArray<u8>(many * 140 + 3 * BLOCK);
  const inner: Embed<DirectoryBuilder> = new DirectoryBuilder(addressOf(memory.ptr));
  const target = addFile(image, Shape.compact, 1);
  inner.add(".", 36, 2);
  inner.add("..", 36, 2);
  for (let i: u64 = 0; i < many; i++) inner.add(manyName(i), target, 1);
  inner.finish();
  const manyShape: u32 = inner.size % BLOCK <= 4032 ? Shape.compactInline : Shape.compact;
  const manyNid = image.add(manyShape, 0o040755, inner.base, inner.size);
  fillBytes(addressOf(memory.ptr), 0, BLOCK);
  const top: Embed<DirectoryBuilder> = new DirectoryBuilder(addressOf(memory.ptr));
  top.add(".", 36, 2);
  top.add("..", 36, 2);
  top.add("console", image.addSpecial(0o020600, 0x501), 3);
  addSizes(image, top, "i", Shape.compactInline);
  addSizes(image, top, "j", Shape.extendedInline);
  const short = "many/p1";
  top.add("link", image.add(Shape.compactInline, 0o120777, addressOf(short.ptr), short.length), 7);
  for (let i: u64 = 0; i < BLOCK; i++) contents[i] = 0x61;
  top.add("longlink", image.add(Shape.extended, 0o120777, addressOf(contents.ptr), BLOCK), 7);
  top.add("many", manyNid, 2);
  addSizes(image, top, "p", Shape.compact);
  top.add("pipe", image.addSpecial(0o010600, 0), 5);
  addSizes(image, top, "q", Shape.extended);
  top.finish();
  const root = image.add(Shape.extendedInline, 0o040755, top.base, top.size);
  image.seal(root);
  freeArray<u8>(memory);
}

/** @extern write */
declare function write(fd: i32, data: Ptr<u8>, length: usize): isize;
let isLineStart = true;
let isHidden = false;

function writeOthers(text: Ptr<u8>, length: usize): void {
  if (length === 0) return;
  if (isLineStart) isHidden = length >= 5 && stringAt(text, 5) === "rofs:";
  isLineStart = text[length - 1] === 10;
  if (!isHidden) write(2, text, length);
}
/** From here on, lines of rofs are left out of the log. */
export function hideDamage(): void {
  setLogSink(writeOthers);
}
