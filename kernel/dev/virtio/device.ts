/**
 * A virtio device from reset to operation (Virtio 1.2, section 3.1).
 *
 * Order of calls: `begin`, `negotiate`, `connect` (or the transport's `refuseInterrupts`), `addQueue` for each queue, `start`. A step that returns false or null
 * has logged why and left the device marked as failed.
 */
import { log } from "../../lib/log.ts";
import { InterruptSource } from "../interrupts.ts";
import type { VirtioTransport } from "./transport.ts";
import { allocRing, freeRing, Virtqueue } from "./virtqueue.ts";

/** Device status bits, section 2.1. */
enum DeviceStatus {
  acknowledge = 1,
  driver = 2,
  driverOk = 4,
  featuresOk = 8,
  needsReset = 64,
  failed = 128,
}

/** Feature bits that are not of one device type, section 6. */
export enum CommonFeature {
  indirectDescriptors = 28,
  eventIndex = 29,
  version1 = 32,
}

const RESET_POLLS: u32 = 100000;

export function featureBit(bit: u32): u64 {
  return u64(1) << u64(bit);
}

export class VirtioDevice extends InterruptSource {
  readonly transport: VirtioTransport;
  private features: u64 = 0;
  private onQueues: FnPtr<(context: u64) => void> | null = null;
  private context: u64 = 0;

  constructor(transport: VirtioTransport) {
    super();
    this.transport = transport;
  }

  has(bit: u32): boolean {
    return (this.features & featureBit(bit)) !== 0;
  }

  private setStatus(bits: u32): void {
    this.transport.writeStatus(this.transport.readStatus() | u8(bits));
  }
  private refuse(why: string): boolean {
    log(`virtio: device at ${hex(this.transport.place())}: ${why}`);
    this.setStatus(DeviceStatus.failed);
    return false;
  }

  /** Resets the device: it no longer touches memory. False when it does not finish in time. */
  reset(): boolean {
    this.transport.writeStatus(0);
    let polls: u32 = 0;
    while (this.transport.readStatus() !== 0) {
      spinHint();
      polls++;
      if (polls > RESET_POLLS) {
        log(`virtio: device at ${hex(this.transport.place())}: reset timed out`);
        return false;
      }
    }
    return true;
  }

  begin(): boolean {
    if (!this.reset()) return false;
    this.transport.writeStatus(u8(DeviceStatus.acknowledge));
    this.setStatus(DeviceStatus.driver);
    return true;
  }

  /** Agrees on those of `wanted` that the device offers, and on what all our queues use. */
  negotiate(wanted: u64): boolean {
    const offered = this.transport.readFeatures();
    if ((offered & featureBit(CommonFeature.version1)) === 0)
      return this.refuse("legacy device, not Virtio 1");
    const common =
      featureBit(CommonFeature.version1) |
      featureBit(CommonFeature.indirectDescriptors) |
      featureBit(CommonFeature.eventIndex);
    this.features = offered & (wanted | common);
    this.transport.writeFeatures(this.features);
    this.setStatus(DeviceStatus.featuresOk);
    if ((u32(this.transport.readStatus()) & DeviceStatus.featuresOk) === 0) {
      return this.refuse("does not accept the features that it offers");
    }
    return true;
  }

  /** Routes the device's interrupt here; before `addQueue`. From then on the object must stay. */
  connect(): boolean {
    if (this.transport.connectInterrupt(this)) return true;
    return this.refuse("its interrupt cannot be routed");
  }

  /** Sets queue `index` up with at most `limit` (a power of two) descriptors and indirect tables of `tableEntries`. */
  addQueue(index: u16, limit: u16, tableEntries: u16): Virtqueue | null {
    let size = limit;
    const largest = this.transport.maxQueueSize(index);
    while (size > largest) size /= 2;
    if (size === 0) {
      this.refuse("lacks a queue");
      return null;
    }
    const entries: u16 = this.has(CommonFeature.indirectDescriptors) ? tableEntries : 0;
    const ring = allocRing(size, entries, this.has(CommonFeature.eventIndex));
    if (ring === null || !this.transport.enableQueue(index, ring)) {
      this.refuse("a queue cannot be set up");
      if (ring !== null) freeRing(ring);
      return null;
    }
    return new Virtqueue(ring, this.transport, index);
  }

  /**
   * The device goes live; `onQueues(context)` is told in the interrupt handler of used buffers, and of configuration that
   * has changed where the driver wants to know.
   */
  start(onQueues: FnPtr<(context: u64) => void> | null = null, context: u64 = 0): void {
    this.onQueues = onQueues;
    this.context = context;
    this.setStatus(DeviceStatus.driverOk);
  }
  /** True when the device says that it has run into an error from which only a reset helps. */
  needsReset(): boolean {
    return (u32(this.transport.readStatus()) & DeviceStatus.needsReset) !== 0;
  }

  override onInterrupt(): void {
    const reason = this.transport.acknowledge();
    const handler = this.onQueues;
    if (reason !== 0 && handler !== null) handler(this.context);
  }
}
