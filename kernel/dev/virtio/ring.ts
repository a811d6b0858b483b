/**
 * The driver's side of a split virtqueue (Virtio 1.2, section 2.7), without any device access: the caller allocates
 * the memory, tells the device, and notifies it.
 *
 * Protocol
 * - `add` puts a chain of buffers at the device's disposal under a token; `takeUsed` gives the token back once.
 * - After one or more `add`, `wantsNotification` says whether the device must be told.
 * - `enableInterrupts` asks for an interrupt at the next completion and says whether one came in between, in which
 *   case the caller goes on taking; `disableInterrupts` is a wish that a device without event index may ignore.
 *
 * Invariants
 * - What the device can write is never trusted: free list, chain lengths and tokens are kept in private memory, and an
 *   identifier or index that cannot be makes the ring `isBroken` for good; the caller then fails all requests.
 * - A descriptor is in the free list or belongs to exactly one chain whose head has a token other than 0.
 *
 * Not safe against interrupts: callers turn them off around each call.
 */
import {
  availableOffset,
  DescriptorFlag,
  passesEvent,
  type RingDescriptor,
  ringBytes,
  usedOffset,
} from "./ringlayout.ts";

/** One buffer of a chain; buffers that the device reads come first (section 2.7.4.2). */
export class BufferPart {
  /** Guest-physical. */
  address: u64 = 0;
  length: u32 = 0;
  deviceWrites: boolean = false;
}

/** Private state of a descriptor. */
class Slot {
  /** Of a chain's head: what the caller gave; 0 means free or not a head. */
  token: u64 = 0;
  /** Bytes that the device may write in the chain. */
  writable: u32 = 0;
  /** Descriptors in the ring that the chain takes. */
  count: u16 = 0;
  /** The next in the chain or in the free list. */
  next: u16 = 0;
}

const NO_INTERRUPT: u16 = 1;
const NO_NOTIFY: u16 = 1;

export class SplitRing {
  readonly size: u16;
  isBroken: boolean = false;
  private readonly memory: u64;
  /** Virtual minus physical address of the ring's memory. */
  private readonly physicalDelta: u64;
  /** Entries in each indirect table; 0 when there are none. The tables follow the ring, one for each descriptor. */
  private readonly tableEntries: u16;
  private readonly useEventIndex: boolean;
  private readonly slots: Slice<Embed<Slot>>;
  private freeHead: u16 = 0;
  private freeCount: u16;
  private availableIndex: u16 = 0;
  /** The available index when the device was last told. */
  private notifiedIndex: u16 = 0;
  private usedIndex: u16 = 0;
  private inFlight: u16 = 0;

  /**
   * `memory`: virtual address of `splitRingBytes` zeroed bytes, physically contiguous and 16-byte aligned.
   * `size`: a power of two.
   */
  constructor(memory: u64, physicalDelta: u64, size: u16, tableEntries: u16, useEventIndex: boolean) {
    this.memory = memory;
    this.physicalDelta = physicalDelta;
    this.size = size;
    this.tableEntries = tableEntries;
    this.useEventIndex = useEventIndex;
    this.slots = newArray<Embed<Slot>>(u64(size));
    for (let i: u16 = 0; i < size; i++) this.slots[i].next = i + 1;
    this.freeCount = size;
  }

  get descriptorAddress(): u64 {
    return this.memory - this.physicalDelta;
  }
  get availableAddress(): u64 {
    return this.descriptorAddress + availableOffset(this.size);
  }
  get usedAddress(): u64 {
    return this.descriptorAddress + usedOffset(this.size);
  }
  /** Bytes of the ring with its tables. */
  get memoryBytes(): u64 {
    return splitRingBytes(this.size, this.tableEntries);
  }
  /** Chains that the device has. */
  get pending(): u16 {
    return this.inFlight;
  }

  private available(index: u64): Ptr<u16> {
    return ptr<u16>(this.memory + availableOffset(this.size) + 2 * index);
  }
  private used(): u64 {
    return this.memory + usedOffset(this.size);
  }
  private usedDeviceIndex(): u16 {
    return loadVolatile(ptr<u16>(this.used() + 2));
  }
  private tableOf(head: u16): u64 {
    return (
      this.memory +
      ((ringBytes(this.size) + 15) & ~u64(15)) +
      u64(head) * u64(this.tableEntries) * sizeOf<RingDescriptor>()
    );
  }

  /** Chains go through an indirect table when the ring is half full: a direct chain is cheaper for the device to read. */
  private shallBeIndirect(count: u16): boolean {
    return count > 1 && count <= this.tableEntries && this.freeCount < this.size / 2 + count;
  }

  /** Offers a chain to the device; false when there is no room for it. `token` is not 0. */
  add(parts: Slice<Embed<BufferPart>>, count: u16, token: u64): boolean {
    const indirect = this.shallBeIndirect(count);
    const needed: u16 = indirect ? 1 : count;
    if (this.isBroken || count === 0 || needed > this.freeCount) return false;
    const head = this.freeHead;
    const slot = this.slots[head];
    slot.writable = 0;
    for (let i: u16 = 0; i < count; i++) if (parts[i].deviceWrites) slot.writable += parts[i].length;
    slot.token = token;
    slot.count = needed;
    if (indirect) this.fillTable(head, parts, count);
    else this.fillRing(parts, count);
    this.freeCount -= needed;
    this.inFlight++;
    storeVolatile(this.available(2 + u64(this.availableIndex & (this.size - 1))), head);
    this.availableIndex++;
    fence("release"); // the chain is complete before the device can see it
    storeVolatile(this.available(1), this.availableIndex);
    return true;
  }

  private fillRing(parts: Slice<Embed<BufferPart>>, count: u16): void {
    const table = ptr<Embed<RingDescriptor>>(this.memory);
    let at = this.freeHead;
    for (let i: u16 = 0; i < count; i++) {
      const next = this.slots[at].next;
      fillDescriptor(table[at], parts[i], next, i + 1 < count);
      at = next;
    }
    this.freeHead = at;
  }

  private fillTable(head: u16, parts: Slice<Embed<BufferPart>>, count: u16): void {
    const at = this.tableOf(head);
    const table = ptr<Embed<RingDescriptor>>(at);
    for (let i: u16 = 0; i < count; i++) fillDescriptor(table[i], parts[i], i + 1, i + 1 < count);
    const descriptor = ptr<Embed<RingDescriptor>>(this.memory)[head];
    descriptor.address = at - this.physicalDelta;
    descriptor.length = u32(count) * u32(sizeOf<RingDescriptor>());
    descriptor.flags = u16(DescriptorFlag.indirect);
    descriptor.next = 0;
    this.freeHead = this.slots[head].next;
  }

  /** Whether the device wants to be told of what was added since the last call (sections 2.7.7, 2.7.10). */
  wantsNotification(): boolean {
    fence(); // the index is visible before the device's wish is read
    const before = this.notifiedIndex;
    const after = this.availableIndex;
    this.notifiedIndex = after;
    if (!this.useEventIndex) return (loadVolatile(ptr<u16>(this.used())) & NO_NOTIFY) === 0;
    return passesEvent(loadVolatile(ptr<u16>(this.used() + 4 + 8 * u64(this.size))), after, before);
  }

  /** True when the device has finished a chain that was not yet taken. */
  get hasUsed(): boolean {
    return this.usedDeviceIndex() !== this.usedIndex;
  }

  /** The next finished chain: [its token, bytes that the device wrote]; token 0 when there is none. */
  takeUsed(): [u64, u32] {
    if (this.isBroken) return [0, 0];
    const ahead = this.usedDeviceIndex() - this.usedIndex;
    if (ahead === 0) return [0, 0];
    fence("acquire"); // the element is read after the index that covers it
    const element = this.used() + 4 + 8 * u64(this.usedIndex & (this.size - 1));
    const id = loadVolatile(ptr<u32>(element));
    const written = loadVolatile(ptr<u32>(element + 4));
    if (ahead > this.inFlight || id >= u32(this.size) || this.slots[id].token === 0) {
      this.isBroken = true;
      return [0, 0];
    }
    this.usedIndex++;
    const slot = this.slots[id];
    const token = slot.token;
    this.release(u16(id), slot);
    return [token, min(written, slot.writable)];
  }

  private release(head: u16, slot: Slot): void {
    slot.token = 0;
    let last = head;
    for (let i: u16 = 1; i < slot.count; i++) last = this.slots[last].next;
    this.slots[last].next = this.freeHead;
    this.freeHead = head;
    this.freeCount += slot.count;
    this.inFlight--;
  }

  /** Takes back any chain of a device that was reset or broken: its token, or 0 when none is left. */
  reclaim(): u64 {
    for (let i: u16 = 0; i < this.size; i++) {
      const slot = this.slots[i];
      const token = slot.token;
      if (token === 0) continue;
      this.release(i, slot);
      return token;
    }
    return 0;
  }

  /** Asks for an interrupt at the next completion; true when one has come already. */
  enableInterrupts(): boolean {
    if (this.useEventIndex) storeVolatile(this.available(2 + u64(this.size)), this.usedIndex);
    else storeVolatile(this.available(0), 0);
    fence(); // the wish is visible before the index is read again
    return this.hasUsed;
  }
  disableInterrupts(): void {
    // An event just behind: the device's index does not pass it for another 65535 completions.
    if (this.useEventIndex) storeVolatile(this.available(2 + u64(this.size)), this.usedIndex - 1);
    else storeVolatile(this.available(0), NO_INTERRUPT);
  }

  /** Frees the private memory and the object; the ring's own memory is the caller's. */
  destroy(): void {
    freeArray(this.slots);
    free(this);
  }
}

/** Bytes of a ring with its indirect tables. */
export function splitRingBytes(size: u16, tableEntries: u16): u64 {
  return ((ringBytes(size) + 15) & ~u64(15)) + u64(size) * u64(tableEntries) * sizeOf<RingDescriptor>();
}

function fillDescriptor(to: RingDescriptor, part: BufferPart, next: u16, hasNext: boolean): void {
  to.address = part.address;
  to.length = part.length;
  to.flags =
    u16(part.deviceWrites ? DescriptorFlag.deviceWrites : 0) | u16(hasNext ? DescriptorFlag.next : 0);
  to.next = hasNext ? next : 0;
}
