/**
 * Fuzzes the EROFS reader. An input is a list of patches of the sample image, whose checksum is then put right, so that
 * damage anywhere in the metadata is reached; or, when its first byte is odd, the beginning of an image of its own.
 *
 * A patch is four bytes: an offset into the metadata (little-endian), the new byte, and how many bytes get it (at most 8).
 */
import { panic } from "../../lib/panic.ts";
import { makeMemory } from "../../mm/hostarena.ts";
import { freePageCount } from "../../mm/pages.ts";
import { BLOCK, MAGIC, SUPERBLOCK_OFFSET, Super } from "./format.ts";
import { sealChecksum } from "./imagebuilder.ts";
import { closeRoFs, openRoFs } from "./rofs.ts";
import { buildSample, hideDamage, SAMPLE_META_BLOCKS, ScatteredImage } from "./testimage.ts";
import { Walker } from "./walker.ts";

const BLOCKS: u64 = 56;
const NAMES: u64 = 80;
const MOST_PATCHES: u64 = 64;
/** Entries that one input may have looked at. */
const BUDGET: u64 = 300;
/** The metadata and the data blocks behind it that hold the directory "many". */
const PATCHED: u64 = SAMPLE_META_BLOCKS + 2;

const sample = new ScatteredImage();
let good: u64 = 0;

function prepare(): void {
  makeMemory(0x80_0000);
  const memory = newArray<u8>(BLOCKS * BLOCK);
  good = addressOf(memory.ptr);
  buildSample(good, BLOCKS, NAMES);
  sample.open(good, BLOCKS * BLOCK);
  hideDamage();
}

function mountAndWalk(source: ScatteredImage): void {
  const free = freePageCount();
  const root = openRoFs(source);
  if (root !== null) {
    const walker: Embed<Walker> = new Walker(BUDGET);
    walker.walk(root, 0);
    closeRoFs(root);
  }
  if (freePageCount() !== free) panic("an image was closed and not all of its memory is back");
}

function runPatches(data: Slice<u8>): void {
  const count = min(data.length / 4, MOST_PATCHES);
  for (let i: u64 = 0; i < count; i++) {
    const at = addressOf(data.ptr) + i * 4;
    const offset = u64(loadUnaligned<u16>(at)) % (PATCHED * BLOCK);
    const length = min(u64(loadUnaligned<u8>(at + 3) % 8) + 1, BLOCK - (offset % BLOCK));
    fillBytes(sample.at(offset / BLOCK) + (offset % BLOCK), loadUnaligned<u8>(at + 2), length);
  }
  sealChecksum(sample.at(0));
  mountAndWalk(sample);
  for (let i: u64 = 0; i < PATCHED; i++) copyBytes(sample.at(i), good + i * BLOCK, BLOCK);
}

function runImage(data: Slice<u8>): void {
  const image: Embed<ScatteredImage> = new ScatteredImage();
  image.open(addressOf(data.ptr), data.length);
  const superblock = image.at(0) + SUPERBLOCK_OFFSET;
  storeUnaligned<u32>(superblock + Super.magic, MAGIC);
  storeUnaligned<u8>(superblock + Super.blockBits, 12);
  storeUnaligned<u32>(superblock + Super.featureIncompat, 0);
  storeUnaligned<u32>(superblock + Super.blocks, u32(image.blocks));
  sealChecksum(image.at(0));
  mountAndWalk(image);
  image.close();
}

export function fuzzOne(data: Slice<u8>): void {
  if (good === 0) prepare();
  if (data.length < 2) return;
  if ((data[0] & 1) === 0) runPatches(data.subslice(1, data.length));
  else runImage(data.subslice(1, data.length));
}
