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

/** Small rings share pages, which are handed out in pieces of this alignment and never taken back. */
const PIECE_ALIGN: u64 = 64;
const LARGEST_PIECE: u64 = 1024;

let pieces: u64 = 0;
let piecesLeft: u64 = 0;

function allocPiece(bytes: u64): u64 {
  const size = (bytes + PIECE_ALIGN - 1) & ~(PIECE_ALIGN - 1);
  if (size > piecesLeft) {
    pieces = allocShared(PAGE_SIZE);
    piecesLeft = pieces === 0 ? 0 : PAGE_SIZE;
    if (pieces === 0) return 0;
  }
  const at = pieces;
  pieces += size;
  piecesLeft -= size;
  return at;
}

/** A ring of `size` (a power of two) descriptors in zeroed memory; null when memory is short. */
export function allocRing(size: u16, tableEntries: u16, eventIndex: boolean): SplitRing | null {
  const bytes = splitRingBytes(size, tableEntries);
  const memory = bytes <= LARGEST_PIECE ? allocPiece(bytes) : allocShared(bytes);
  if (memory === 0) return null;
  return new SplitRing(memory, memory - virtToPhys(memory), size, tableEntries, eventIndex);
}

/** Gives a ring back that no device uses. */
export function freeRing(ring: SplitRing): void {
  const bytes = ring.memoryBytes;
  if (bytes > LARGEST_PIECE) freePages(ring.descriptorAddress, orderFor(bytes));
  ring.destroy();
}
