/** The EROFS reader over images made here: inode forms, layouts, large directories, links, and damage of every byte. */
import { Errno } from "../../lib/errno.ts";
import { log } from "../../lib/log.ts";
import { makeMemory } from "../../mm/hostarena.ts";
import { allocPage, freePageCount, pageReferences, releasePage, retainPage } from "../../mm/pages.ts";
import { physToVirt } from "../../mm/physmap.ts";
import { DirectoryEntry, type Inode } from "../../vfs/inode.ts";
import {
  BLOCK,
  COMPAT_CHECKSUM,
  DIRENT_NAME_OFFSET,
  DIRENT_SIZE,
  SUPERBLOCK_OFFSET,
  Super,
} from "./format.ts";
import { sealChecksum, TEST_GID, TEST_TIME, TEST_UID } from "./imagebuilder.ts";
import { closeRoFs, openRoFs } from "./rofs.ts";
import { ImageSource } from "./source.ts";
import {
  buildSample,
  hideDamage,
  manyName,
  SAMPLE_META_BLOCKS,
  ScatteredImage,
  SIZES,
  testByte,
} from "./testimage.ts";
import { Walker } from "./walker.ts";

let failures: i32 = 0;

function expect(holds: boolean, what: Text): void {
  if (holds) return;
  failures++;
  log(`failed: ${what}`);
}

const BLOCKS: u64 = 80;
const NAMES: u64 = 700;
const SMALL_BLOCKS: u64 = 56;
const SMALL_NAMES: u64 = 80;
let large: u64 = 0;
let small: u64 = 0;

/** Blocks in pages of the allocator's, as a disk's are: references that are not given back are seen. */
class PagedImage extends ImageSource {
  pages!: FixedArray<u64, 80>;

  open(at: u64, blocks: u64): void {
    this.blocks = blocks;
    for (let i: u64 = 0; i < blocks; i++) {
      this.pages[i] = allocPage();
      copyBytes(physToVirt(this.pages[i]), at + i * BLOCK, BLOCK);
    }
  }
  close(): void {
    for (let i: u64 = 0; i < this.blocks; i++) {
      expect(pageReferences(this.pages[i]) === 1, "every reference to a block was given back");
      releasePage(this.pages[i]);
    }
  }
  override page(block: u64): u64 {
    if (block >= this.blocks) return 0;
    retainPage(this.pages[block]);
    return this.pages[block];
  }
  override cachedPage(block: u64): u64 {
    return this.page(block);
  }
}

/** The file in a directory, which must be there; the caller releases it. */
function child(directory: Inode, name: string): Inode {
  const [inode, error] = directory.lookup(name);
  if (inode === null) log(`no ${name}: ${error}`);
  return inode!;
}

/** Whether the file's pages hold the test bytes and zeros behind them. */
function hasTestBytes(file: Inode): boolean {
  for (let at: u64 = 0; at < file.size; at += BLOCK) {
    const page = file.page(at / BLOCK);
    if (page === 0) return false;
    const bytes = ptr<u8>(physToVirt(page));
    let good = true;
    for (let i: u64 = 0; i < BLOCK; i++) {
      const expected: u8 = at + i < file.size ? testByte(at + i, file.size) : 0;
      if (bytes[i] !== expected) good = false;
    }
    releasePage(page);
    if (!good) return false;
  }
  return file.page((file.size + BLOCK - 1) / BLOCK) === 0;
}

function testFiles(root: Inode): void {
  let name!: FixedArray<u8, 2>;
  const prefixes = "ijpq";
  for (const prefix of prefixes) {
    for (let i: u64 = 0; i < SIZES.length; i++) {
      name[0] = prefix;
      name[1] = 48 + u8(i);
      const file = child(root, stringAt(name.ptr, 2));
      const shown = stringAt(name.ptr, 2);
      expect(file.size === SIZES[i] && file.isRegular && file.isReadOnly, `file ${shown}: size and kind`);
      expect(file.mode === 0o100644 && file.links === 1, `file ${shown}: mode`);
      expect(file.uid === TEST_UID && file.gid === TEST_GID, `file ${shown}: owner`);
      const extended = prefix === 0x6a || prefix === 0x71;
      expect(file.modifyNs === (extended ? TEST_TIME * 1000000000 : u64(0)), `file ${shown}: time`);
      expect(hasTestBytes(file), `file ${shown}: contents`);
      const [none, error] = file.lookup("x");
      expect(none === null && error === -Errno.ENOTDIR, `file ${shown} is no directory`);
      expect(file.truncate(0) === -Errno.EROFS, `file ${shown} takes no change`);
      file.release();
    }
  }
}

function testOthers(root: Inode): void {
  const console = child(root, "console");
  expect(console.mode === 0o020600 && console.device === 0x501, "a device keeps its number");
  const pipe = child(root, "pipe");
  expect(pipe.mode === 0o010600 && pipe.size === 0, "a fifo");
  const link = child(root, "link");
  const [target, error] = link.readLink();
  expect(link.isSymlink && error === 0 && target === "many/p1", "a link's target");
  const longlink = child(root, "longlink");
  const [longTarget, longError] = longlink.readLink();
  expect(longError === 0 && longTarget.length === BLOCK && longTarget.byteAt(4095) === 0x61, "a long target");
  const [, noLink] = root.readLink();
  expect(noLink === -Errno.EINVAL, "a directory is no link");
  expect(child(root, "link") === link, "a file found twice is one inode");
}

function missing(directory: Inode, name: string): boolean {
  const [inode, error] = directory.lookup(name);
  return inode === null && error === -Errno.ENOENT;
}

/** Every name is found, every near miss is not, and a walk by position shows just the names, in order. */
function testLargeDirectory(root: Inode): void {
  const many = child(root, "many");
  expect(many.size > 20 * BLOCK, "the directory has many blocks");
  const first = child(root, "p1").size;
  for (let i: u64 = 0; i < NAMES; i++) {
    const name = manyName(i);
    const [inode] = many.lookup(name);
    if (inode === null) {
      expect(false, `entry ${i} is found`);
      return;
    }
    expect(inode.size === first, "and is the file");
    inode.release();
    expect(missing(many, name.substring(0, name.length - 1)), "a shorter name is not found");
    name.ptr[name.length - 1] = 0x79;
    expect(missing(many, name), "a greater last byte is not found");
    name.ptr[name.length - 1] = 0x77;
    expect(missing(many, name), "a smaller last byte is not found");
  }
  expect(
    missing(many, "!") && missing(many, "~") && missing(many, manyName(NAMES)),
    "nor what is before and behind all",
  );
  const entry: Embed<DirectoryEntry> = new DirectoryEntry();
  let count: u64 = 0;
  for (let position: u64 = 0; many.entryAt(position, entry); position = entry.next) {
    expect(entry.name === manyName(count) && entry.kind === 0o100000, "names are listed in order");
    count++;
  }
  expect(count === NAMES, "all names are listed");
  expect(!many.entryAt(0x2000000000000000, entry), "a position far behind the end");
}

function testSound(): void {
  const free = freePageCount();
  const source: Embed<PagedImage> = new PagedImage();
  source.open(large, BLOCKS);
  const root = openRoFs(source);
  if (root === null) {
    expect(false, "the image mounts");
    return;
  }
  testFiles(root);
  testOthers(root);
  testLargeDirectory(root);
  const walker: Embed<Walker> = new Walker(10000);
  walker.walk(root, 0);
  expect(walker.listed === NAMES + 33 && walker.found === walker.listed, "whatever is listed is found");
  closeRoFs(root);
  source.close();
  expect(freePageCount() === free, "all memory is back");
}

function mounts(source: ImageSource): boolean {
  const root = openRoFs(source);
  if (root === null) return false;
  const walker: Embed<Walker> = new Walker(100);
  walker.walk(root, 0);
  closeRoFs(root);
  return true;
}

/** Each byte of the metadata changed, with the checksum as it was and put right. The walk ends by itself or its budget. */
function testDamage(): void {
  const source: Embed<ScatteredImage> = new ScatteredImage();
  source.open(small, SMALL_BLOCKS * BLOCK);
  expect(mounts(source), "the small image mounts");
  hideDamage();
  const free = freePageCount();
  const features = source.at(0) + SUPERBLOCK_OFFSET + Super.featureCompat;
  const flips: readonly u8[] = [0x01, 0xff];
  for (let offset: u64 = SUPERBLOCK_OFFSET; offset < (SAMPLE_META_BLOCKS + 2) * BLOCK; offset++) {
    const byte = ptr<u8>(source.at(offset / BLOCK) + (offset % BLOCK));
    const good = byte[0];
    for (const flip of flips) {
      // Behind the superblock's block one change a byte: low bytes of fields a little, high bytes a lot.
      if (offset >= BLOCK && (flip === 1) !== (offset % 2 === 0)) continue;
      byte[0] = good ^ flip;
      if (offset < BLOCK) {
        const hasChecksum = (loadUnaligned<u32>(features) & COMPAT_CHECKSUM) !== 0;
        expect(!hasChecksum || !mounts(source), "a changed superblock block is refused by its checksum");
        sealChecksum(source.at(0));
      }
      mounts(source);
      byte[0] = good;
      if (offset < BLOCK) sealChecksum(source.at(0));
    }
  }
  expect(freePageCount() === free, "damage costs no memory");
  expect(mounts(source), "the image is as it was");
  source.close();
}

/** Names that no path can hold are not listed; the others are. The walker itself panics at such a name. */
function testBadNames(): void {
  const source: Embed<ScatteredImage> = new ScatteredImage();
  source.open(small, SMALL_BLOCKS * BLOCK);
  const block = source.at(SAMPLE_META_BLOCKS + 1); // the first of "many", behind a file of one byte
  const name = ptr<u8>(block + u64(loadUnaligned<u16>(block + 2 * DIRENT_SIZE + DIRENT_NAME_OFFSET)));
  expect(stringAt(name, 6) === "000000", "the first name in the directory");
  const places: readonly [u64, u8][] = [
    [0, 0],
    [0, 0x2f],
    [5, 0x2f],
  ];
  for (const [place, byte] of places) {
    name[place] = byte;
    const root = openRoFs(source)!;
    const walker: Embed<Walker> = new Walker(10000);
    walker.walk(root, 0);
    expect(walker.listed === SMALL_NAMES - 1 + 33, "all names but one are listed");
    closeRoFs(root);
    name[place] = 0x30;
  }
  source.close();
}

/** Images that end too early. */
function testShort(): void {
  for (let blocks: u64 = 0; blocks < SMALL_BLOCKS; blocks++) {
    const source: Embed<ScatteredImage> = new ScatteredImage();
    source.open(small, blocks * BLOCK);
    expect(!mounts(source), "a cut image is refused");
    source.close();
  }
}

export function main(): i32 {
  makeMemory(0x80_0000);
  const memory = newArray<u8>((BLOCKS + SMALL_BLOCKS) * BLOCK);
  large = addressOf(memory.ptr);
  small = large + BLOCKS * BLOCK;
  buildSample(large, BLOCKS, NAMES);
  buildSample(small, SMALL_BLOCKS, SMALL_NAMES);
  testSound();
  if (failures === 0) testDamage();
  if (failures === 0) testBadNames();
  if (failures === 0) testShort();
  return failures === 0 ? 0 : 1;
}
