/**
 * Where an image's blocks come from: memory, used in place, or a disk (disk.ts).
 *
 * A block is 4096 bytes; `page` gives its physical address with a reference. File data that is block-aligned in the image
 * is thereby mapped and read without a copy, and several files that share blocks share pages.
 */
import { retainPage } from "../../mm/pages.ts";
import { BLOCK } from "./format.ts";

export abstract class ImageSource {
  blocks: u64 = 0;
  /** Physical address of a block, reference raised; 0 when it cannot be had or is beyond the end. */
  abstract page(block: u64): u64;
  /** As `page`, but only what is in memory. */
  abstract cachedPage(block: u64): u64;
}

export class MemoryImage extends ImageSource {
  private start: u64 = 0;

  open(physical: u64, bytes: u64): void {
    this.start = physical;
    this.blocks = bytes / BLOCK;
  }
  override page(block: u64): u64 {
    if (block >= this.blocks) return 0;
    const page = this.start + block * BLOCK;
    retainPage(page);
    return page;
  }
  override cachedPage(block: u64): u64 {
    return this.page(block);
  }
}
