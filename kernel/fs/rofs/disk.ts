/**
 * An image on a block device, behind a page cache with read-ahead: a block that is not in memory is read together with
 * those behind it, the more of them the longer blocks are asked for in order.
 */
import { type BlockDevice, SECTOR_SIZE } from "../../dev/block.ts";
import { log } from "../../lib/log.ts";
import { WordMap } from "../../lib/wordmap.ts";
import {
  allocProgramPages,
  pageReferences,
  releasePage,
  retainPage,
  setReclaimer,
  splitPages,
} from "../../mm/pages.ts";
import { physToVirt } from "../../mm/physmap.ts";
import { Mutex } from "../../sync/mutex.ts";
import { BLOCK } from "./format.ts";
import { ImageSource } from "./source.ts";

/** Pages that one request reads at least, and at most when blocks are asked for in order. */
const LEAST_AHEAD: u64 = 4;
const MOST_AHEAD: u64 = 64;

/** The images that give pages back when memory runs short. */
let firstDisk: DiskImage | null = null;

function reclaimFromDisks(wanted: u64): u64 {
  let freed: u64 = 0;
  for (let disk = firstDisk; disk !== null && freed < wanted; disk = disk.nextDisk)
    freed += disk.reclaim(wanted - freed);
  return freed;
}

export class DiskImage extends ImageSource {
  nextDisk: DiskImage | null = null;
  /** Where the next search for pages to give back begins. */
  private hand: u64 = 0;
  private device: BlockDevice | null = null;
  private readonly pages: Embed<WordMap> = new WordMap();
  private readonly lock: Embed<Mutex> = new Mutex();
  private nextInOrder: u64 = 0;
  private ahead: u64 = 4;

  open(device: BlockDevice): void {
    this.device = device;
    this.blocks = (device.sizeInSectors() * u64(SECTOR_SIZE)) / BLOCK;
    this.nextDisk = firstDisk;
    firstDisk = this;
    setReclaimer(reclaimFromDisks);
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
    this.ahead = block === this.nextInOrder ? min(this.ahead * 2, MOST_AHEAD) : LEAST_AHEAD;
    return this.readFrom(block);
  }
  /** Reads a run of blocks that are not cached, in one request where memory allows; the page of the first. */
  private readFrom(block: u64): u64 {
    let count: u64 = 1;
    while (count < this.ahead && block + count < this.blocks && this.pages.get(block + count) === 0) count++;
    let order: u32 = 0;
    while (u64(1) << u64(order + 1) <= count) order++;
    let first = allocProgramPages(order);
    while (first === 0 && order > 0) {
      order--;
      first = allocProgramPages(order);
    }
    if (first === 0) return 0;
    const run = u64(1) << u64(order);
    if (order > 0) splitPages(first, order);
    const device = this.device!;
    const error = device.read(block * (BLOCK / u64(SECTOR_SIZE)), physToVirt(first), u32(run * BLOCK));
    if (error !== 0) {
      log(`rofs: reading ${run} blocks at ${block} failed: error ${-error}`);
      for (let i: u64 = 0; i < run; i++) releasePage(first + i * BLOCK);
      return 0;
    }
    for (let i: u64 = 0; i < run; i++) this.pages.set(block + i, first + i * BLOCK);
    this.nextInOrder = block + run;
    retainPage(first);
    return first;
  }
}
