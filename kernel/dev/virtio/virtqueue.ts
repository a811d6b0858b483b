/** A split virtqueue with its memory and its device: what drivers use. Rules of use are those of ring.ts. */
import { allocPages, freePages } from "../../mm/pages.ts";
import { physToVirt, virtToPhys } from "../../mm/physmap.ts";
import { SplitRing, splitRingBytes } from "./ring.ts";
import type { VirtioTransport } from "./transport.ts";

const PAGE_SIZE: u64 = 4096;

export class Virtqueue {
  readonly ring: SplitRing;
  private readonly transport: VirtioTransport;
  private readonly index: u16;

  constructor(ring: SplitRing, transport: VirtioTransport, index: u16) {
    this.ring = ring;
    this.transport = transport;
    this.index = index;
  }

  /** After one or more `ring.add`: tells the device unless it does not want to know. */
  notify(): void {
    if (this.ring.wantsNotification()) this.transport.notify(this.index);
  }
}

/** Pages as a power of two that hold `bytes`. */
export function orderFor(bytes: u64): u32 {
  let order: u32 = 0;
  while (PAGE_SIZE << u64(order) < bytes) order++;
  return order;
}

/** Zeroed memory for device and driver, physically contiguous: direct-map address, 0 when memory is short. */
export function allocShared(bytes: u64): u64 {
  const order = orderFor(bytes);
  const physical = allocPages(order);
  if (physical === 0) return 0;
  const virtual = physToVirt(physical);
  fillBytes(virtual, 0, PAGE_SIZE << u64(order));
  return virtual;
}

/** A ring of at most `limit` descriptors in memory of its own; null when memory is short. */
export function allocRing(limit: u16, tableEntries: u16, eventIndex: boolean): SplitRing | null {
  const memory = allocShared(splitRingBytes(limit, tableEntries));
  if (memory === 0) return null;
  return new SplitRing(memory, memory - virtToPhys(memory), limit, tableEntries, eventIndex);
}

/** Gives a ring back that no device uses. */
export function freeRing(ring: SplitRing): void {
  freePages(ring.descriptorAddress, orderFor(ring.memoryBytes));
  ring.destroy();
}
