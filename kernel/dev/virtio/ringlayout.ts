/** Layout of a split virtqueue in memory (Virtio 1.2, section 2.7). All fields are little-endian. */

/** struct virtq_desc, section 2.7.5. */
export class RingDescriptor {
  /** Guest-physical. */
  address!: u64;
  length!: u32;
  flags!: u16;
  next!: u16;
}

export enum DescriptorFlag {
  next = 1,
  deviceWrites = 2,
  indirect = 4,
}

export const DESCRIPTOR_SIZE: u64 = 16;

/** Queue sizes are powers of two up to this (section 2.7). */
export const MAX_QUEUE_SIZE: u16 = 32768;

/** Offsets of the two other areas from the descriptor table, and of the end. */
export function availableOffset(size: u16): u64 {
  return u64(size) * DESCRIPTOR_SIZE;
}
export function usedOffset(size: u16): u64 {
  return (availableOffset(size) + 6 + 2 * u64(size) + 3) & ~u64(3);
}
export function ringBytes(size: u16): u64 {
  return usedOffset(size) + 6 + 8 * u64(size);
}

/**
 * Whether the step of an index from `before` to `after` has passed `event`, so that the other side wants to be told
 * (section 2.7.10.1). Indices wrap at 65536.
 */
export function passesEvent(event: u16, after: u16, before: u16): boolean {
  return u16(after - event - 1) < u16(after - before);
}
