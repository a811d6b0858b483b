/**
 * An image on a block device, behind a page cache.
 *
 * A request costs much more than a page, so a block that is not in memory is read together with those around it: all of
 * its window that is missing there in one piece, and more beyond it the longer blocks are asked for in order. Where
 * memory is short the windows are small.
 */
import { type BlockDevice, SECTOR_SIZE } from "../../dev/block.ts";
import { log } from "../../lib/log.ts";
import { WordMap } from "../../lib/wordmap.ts";
import {
  addReclaimer,
  allocProgramPages,
  freePageCount,
  pageReferences,
  releasePage,
  retainPage,
  splitPages,
} from "../../mm/pages.ts";
import { physToVirt } from "../../mm/physmap.ts";
import { addMemoryUser } from "../../mm/users.ts";
import { Mutex } from "../../sync/mutex.ts";
import { BLOCK } from "./format.ts";
import { ImageSource } from "./source.ts";

/** Blocks of a window, which is aligned to its size; a power of two. */
const WINDOW: u64 = 64;
/** The greatest request, of blocks asked for in order. */
const MOST_AHEAD: u64 = 256;
/** A request takes at most this part of the pages that are free. */
const SHARE_OF_FREE: u64 = 16;

/** The images that give pages back when memory runs short. */
let firstDisk: DiskImage | null = null;

function reclaimFromDisks(wanted: u64): u64 {
  let freed: u64 = 0;
  for (let disk = firstDisk; disk !== null && freed < wanted; disk = disk.nextDisk)
    freed += disk.reclaim(wanted - freed);
  return freed;
}

function countOnDisks(): u64 {
  let pages: u64 = 0;
  for (let disk = firstDisk; disk !== null; disk = disk.nextDisk) pages += disk.cachedPages();
  return pages;
}

export class DiskImage extends ImageSource {
  nextDisk: DiskImage | null = null;
  /** Where the next search for pages to give back begins. */
  private hand: u64 = 0;
  private device: BlockDevice | null = null;
  private readonly pages: Embed<WordMap> = new WordMap();
  private readonly lock: Embed<Mutex> = new Mutex();
  /** The block behind the last request, and how many blocks the next one may ask for. */
  private nextInOrder: u64 = 0xffffffffffffffff;
  private inOrder: u64 = 0;

  open(device: BlockDevice): void {
    this.device = device;
    this.blocks = (device.sizeInSectors() * u64(SECTOR_SIZE)) / BLOCK;
    this.nextDisk = firstDisk;
    firstDisk = this;
    if (this.nextDisk !== null) return;
    addReclaimer(reclaimFromDisks);
    addMemoryUser("page cache", countOnDisks, true);
  }
  /** Drops up to `wanted` cached pages that nobody maps or reads, oldest place of the hand first; how many it dropped. */
  reclaim(wanted: u64): u64 {
    let freed: u64 = 0;
    for (let i: u64 = 0; i < this.blocks && freed < wanted; i++) {
      this.hand = this.hand + 1 >= this.blocks ? u64(0) : this.hand + 1;
      const page = this.pages.get(this.hand);
      if (page === 0 || pageReferences(page) !== 1) continue;
      this.pages.remove(this.hand);
      releasePage(page);
      freed++;
    }
    return freed;
  }
  cachedPages(): u64 {
    return this.pages.length;
  }
  override cachedPage(block: u64): u64 {
    const page = this.pages.get(block);
    if (page !== 0) retainPage(page);
    return page;
  }
  override page(block: u64): u64 {
    const cached = this.cachedPage(block);
    if (cached !== 0) return cached;
    if (block >= this.blocks) return 0;
    using _held = this.lock.hold();
    const meanwhile = this.cachedPage(block);
    if (meanwhile !== 0) return meanwhile;
    return this.readAround(block);
  }

  /** Of the window around `block`, and of what is read ahead, the piece that is missing: [first block, number]. */
  private missingAround(block: u64): [u64, u64] {
    this.inOrder = block === this.nextInOrder ? min(this.inOrder * 2, MOST_AHEAD) : WINDOW;
    const most = max(min(this.inOrder, freePageCount() / SHARE_OF_FREE), 1);
    const window = min(most, WINDOW);
    let first = block;
    while (first % WINDOW !== 0 && block - first + 1 < window && this.pages.get(first - 1) === 0) first--;
    const end = min(most > WINDOW ? block + most : (block | (WINDOW - 1)) + 1, this.blocks);
    let count = block - first + 1;
    while (first + count < end && count < most && this.pages.get(first + count) === 0) count++;
    return [first, count];
  }
  /** Reads the missing piece around a block in one request where memory allows; the block's page. */
  private readAround(block: u64): u64 {
    const [first, count] = this.missingAround(block);
    const pages = takePages(count);
    if (pages !== 0) return this.readInto(pages, first, count, block);
    const single = takePages(1);
    return single === 0 ? 0 : this.readInto(single, block, 1, block);
  }
  private readInto(pages: u64, first: u64, count: u64, wanted: u64): u64 {
    const error = this.device!.read(
      first * (BLOCK / u64(SECTOR_SIZE)),
      physToVirt(pages),
      u32(count * BLOCK),
    );
    if (error !== 0) {
      log(`rofs: reading ${count} blocks at ${first} failed: error ${-error}`);
      for (let i: u64 = 0; i < count; i++) releasePage(pages + i * BLOCK);
      return 0;
    }
    const page = pages + (wanted - first) * BLOCK;
    retainPage(page); // now: the map may grow, and that may make the cache give pages back
    for (let i: u64 = 0; i < count; i++) this.pages.set(first + i, pages + i * BLOCK);
    this.nextInOrder = first + count;
    return page;
  }
}

/** So many contiguous pages with a reference each; 0 when there are none. */
function takePages(count: u64): u64 {
  let order: u32 = 0;
  while (u64(1) << u64(order) < count) order++;
  const pages = allocProgramPages(order);
  if (pages === 0) return 0;
  if (order > 0) splitPages(pages, order);
  for (let i = count; i < u64(1) << u64(order); i++) releasePage(pages + i * BLOCK);
  return pages;
}
