/**
 * Virtio entropy devices (Virtio 1.2, section 5.4): one queue, whose buffers the device fills with random bytes.
 *
 * One buffer is always with the device. The generator looks whether it has come back when it seeds itself, so nothing
 * here waits and no interrupt is wanted.
 */
import { log } from "../../../lib/log.ts";
import type { Generator } from "../../random/generator.ts";
import { addEntropySource, EntropySource } from "../../random/random.ts";
import { VirtioDevice } from "../device.ts";
import { offerBuffer } from "../offer.ts";
import type { VirtioTransport } from "../transport.ts";
import { allocShared, type Virtqueue } from "../virtqueue.ts";

const REQUEST_QUEUE: u16 = 0;
/** Twice the generator's key. */
const BUFFER_BYTES: u32 = 64;

class EntropyDevice extends EntropySource {
  private readonly queue: Virtqueue;
  private readonly buffer: u64;

  constructor(queue: Virtqueue, buffer: u64) {
    super();
    this.queue = queue;
    this.buffer = buffer;
  }

  /** Asks the device for bytes. */
  request(): void {
    offerBuffer(this.queue, this.buffer, BUFFER_BYTES, true);
    this.queue.ring.disableInterrupts();
    this.queue.notify();
  }

  override collect(into: Generator): u64 {
    const [buffer, written] = this.queue.ring.takeUsed();
    if (buffer === 0) return 0;
    const words = ptr<u64>(buffer);
    for (let i: u64 = 0; i < u64(written / 8); i++) into.absorb(words[i]);
    fillBytes(buffer, 0, u64(BUFFER_BYTES));
    this.request();
    return u64(written);
  }
}

/** Starts an entropy device: for `useDriver`. True when the transport is in use. */
export function attachVirtioRng(transport: VirtioTransport): boolean {
  const device = new VirtioDevice(transport);
  if (!device.begin() || !device.negotiate(0)) {
    free(device);
    return false;
  }
  transport.refuseInterrupts();
  const queue = device.addQueue(REQUEST_QUEUE, 1, 0);
  const buffer = allocShared(u64(BUFFER_BYTES));
  if (queue === null || buffer === 0) {
    log("virtio-rng: its queue cannot be set up");
    device.reset();
    return true;
  }
  device.start();
  const source = new EntropyDevice(queue, buffer);
  source.request();
  addEntropySource(source);
  return true;
}
