/** Gives single buffers to a device. */
import { virtToPhys } from "../../mm/physmap.ts";
import type { BufferPart } from "./ring.ts";
import type { Virtqueue } from "./virtqueue.ts";

/** Offers one buffer under its own address as the token. Interrupts are off; the caller notifies. */
export function offerBuffer(queue: Virtqueue, buffer: u64, length: u32, deviceWrites: boolean): void {
  let parts!: FixedArray<Embed<BufferPart>, 1>;
  parts[0].address = virtToPhys(buffer);
  parts[0].length = length;
  parts[0].deviceWrites = deviceWrites;
  queue.ring.add(parts.slice(), 1, buffer);
}
