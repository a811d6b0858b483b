/**
 * Free page reporting (Virtio 1.2, section 5.5.6.7): the host is told of free blocks of 4 MiB, whose contents it then
 * drops. A block is told of once; it counts as new when something in it was allocated since.
 *
 * While the device looks at blocks they are allocated, so few go at a time, and none where memory is short.
 */
import { disableInterrupts, restoreInterrupts } from "../../../arch/x64/cpu.ts";
import { log } from "../../../lib/log.ts";
import { freePageCount, giveReportedBlock, REPORTED_BYTES, takeUnreportedBlock } from "../../../mm/pages.ts";
import type { WaitQueue } from "../../../sync/waitqueue.ts";
import { monotonicNs } from "../../../time/clock.ts";
import type { BufferPart } from "../ring.ts";
import type { Virtqueue } from "../virtqueue.ts";

const MOST_BLOCKS: u16 = 8;
const PAGE_SIZE: u64 = 4096;
const ANSWER_NS: u64 = 5000000000;

/** Tells the device of what has become free. False when it does not answer. */
export function reportFreeBlocks(queue: Virtqueue, waiters: WaitQueue): boolean {
  let parts!: FixedArray<Embed<BufferPart>, 8>;
  while (true) {
    let count: u16 = 0;
    while (count < MOST_BLOCKS && freePageCount() * PAGE_SIZE > u64(MOST_BLOCKS) * 2 * REPORTED_BYTES) {
      const block = takeUnreportedBlock();
      if (block === 0) break;
      parts[count].address = block;
      parts[count].length = u32(REPORTED_BYTES);
      parts[count].deviceWrites = true;
      count++;
    }
    if (count === 0) return true;
    const answered = show(queue, waiters, parts.slice(), count);
    // Without an answer the device may drop their contents later: they stay out of use.
    if (!answered) return false;
    for (let i: u16 = 0; i < count; i++) giveReportedBlock(parts[i].address);
  }
}

function show(queue: Virtqueue, waiters: WaitQueue, parts: Slice<Embed<BufferPart>>, count: u16): boolean {
  const deadline = monotonicNs() + ANSWER_NS;
  const on = disableInterrupts();
  queue.ring.add(parts, count, 1);
  queue.notify();
  let answered = false;
  while (!answered && monotonicNs() < deadline) {
    const [token] = queue.ring.takeUsed();
    answered = token !== 0;
    if (!answered && !queue.ring.enableInterrupts()) waiters.waitUntilTime(monotonicNs() + ANSWER_NS / 50);
  }
  restoreInterrupts(on);
  if (!answered) log("virtio-balloon: the device does not answer to free pages");
  return answered;
}
