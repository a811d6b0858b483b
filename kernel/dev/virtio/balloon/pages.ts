/**
 * The pages that a balloon holds, in batches of the form in which the device is told of them: 32-bit frame numbers.
 *
 * The pages themselves cannot carry a link: the host has taken their contents.
 */
import { withhold } from "../../../mm/balloon.ts";
import {
  allocPageBlock,
  allocProgramPage,
  freePageCount,
  hasRoomForObjects,
  kernelReserve,
  reclaimPages,
  releasePage,
} from "../../../mm/pages.ts";

export const BATCH_PAGES: u32 = 256;
const PAGE_SHIFT: u64 = 12;
/** Largest piece: as many pages as a batch. */
const LARGEST_ORDER: u32 = 8;

export class Batch {
  next: Batch | null = null;
  count: u32 = 0;
  /** The device has not yet given the frame numbers back. */
  isWithDevice: boolean = false;
  readonly frames!: FixedArray<u32, 256>;

  /** Frees the pages. */
  releasePages(): void {
    for (let i: u32 = 0; i < this.count; i++) releasePage(u64(this.frames[i]) << PAGE_SHIFT);
    withhold(-i64(this.count));
    this.count = 0;
  }
}

/** What stays free for the program and the kernel however much the host wants. */
function pagesToLeave(): u64 {
  return kernelReserve() * 4;
}

/** A batch of at most `wanted` pages; null when memory is too short for one. */
export function takeBatch(wanted: u32): Batch | null {
  const most = u64(min(wanted, BATCH_PAGES));
  if (freePageCount() < pagesToLeave() + most) reclaimPages(most);
  if (freePageCount() < pagesToLeave() + most || !hasRoomForObjects()) return null;
  const batch = new Batch();
  let order = LARGEST_ORDER;
  while (u64(batch.count) < most) {
    while (u64(batch.count) + (u64(1) << u64(order)) > most) order--;
    const pages: u64 = order === 0 ? allocProgramPage() : allocPageBlock(order);
    if (pages !== 0) addFrames(batch, pages, order);
    else if (order === 0) break;
    else order--;
  }
  if (batch.count === 0) {
    free(batch);
    return null;
  }
  withhold(i64(batch.count));
  return batch;
}

function addFrames(batch: Batch, pages: u64, order: u32): void {
  const first = u32(pages >> PAGE_SHIFT);
  for (let i: u32 = 0; i < u32(1) << order; i++) batch.frames[batch.count + i] = first + i;
  batch.count += u32(1) << order;
}
