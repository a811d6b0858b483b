/** Tests of the split virtqueue against a model of a device that works on the same memory. */
import { expect, failures } from "../../lib/host/testing.ts";
import { type BufferPart, SplitRing, splitRingBytes } from "./ring.ts";
import {
  availableOffset,
  DescriptorFlag,
  passesEvent,
  type RingDescriptor,
  usedOffset,
} from "./ringlayout.ts";

/** A device: takes chains in the order in which they were offered and gives them back in any. */
class ModelDevice {
  memory: u64 = 0;
  size: u16 = 0;
  seen: u16 = 0;
  usedIndex: u16 = 0;
  /** What the last chain held. */
  parts: u32 = 0;
  bytes: u32 = 0;
  writable: u32 = 0;
  wasIndirect: boolean = false;

  /** Head of the next chain; 65535 when there is none or it breaks a rule. */
  take(): u16 {
    const available = ptr<u16>(this.memory + availableOffset(this.size));
    if (available[1] === this.seen) return 65535;
    const head = available[2 + u64(this.seen & (this.size - 1))];
    this.seen++;
    const first = ptr<Embed<RingDescriptor>>(this.memory)[head];
    this.parts = 0;
    this.bytes = 0;
    this.writable = 0;
    this.wasIndirect = (u32(first.flags) & DescriptorFlag.indirect) !== 0;
    if (this.wasIndirect) {
      if ((u32(first.flags) & DescriptorFlag.next) !== 0) return 65535;
      return this.walk(first.address, 0, first.length / 16) ? head : 65535;
    }
    return this.walk(this.memory, head, u32(this.size)) ? head : 65535;
  }
  /** Follows a chain in a table of `entries`; false when it leaves the table, loops, or reads after writing. */
  private walk(table: u64, head: u16, entries: u32): boolean {
    const descriptors = ptr<Embed<RingDescriptor>>(table);
    let at = head;
    while (true) {
      if (u32(at) >= entries || this.parts > entries) return false;
      const d = descriptors[at];
      const writes = (u32(d.flags) & DescriptorFlag.deviceWrites) !== 0;
      if (!writes && this.writable > 0) return false;
      this.parts++;
      this.bytes += d.length;
      if (writes) this.writable += d.length;
      if ((u32(d.flags) & DescriptorFlag.next) === 0) return true;
      at = d.next;
    }
  }
  give(head: u32, length: u32): void {
    const used = this.memory + usedOffset(this.size);
    const element = ptr<u32>(used + 4 + 8 * u64(this.usedIndex & (this.size - 1)));
    element[0] = head;
    element[1] = length;
    this.usedIndex++;
    ptr<u16>(used)[1] = this.usedIndex;
  }
  /** The event at which the device wants to be told. */
  setNotifyEvent(event: u16): void {
    ptr<u16>(this.memory + usedOffset(this.size) + 4 + 8 * u64(this.size))[0] = event;
  }
  setNoNotify(flag: u16): void {
    ptr<u16>(this.memory + usedOffset(this.size))[0] = flag;
  }
  /** The event at which the driver wants an interrupt. */
  interruptEvent(): u16 {
    return ptr<u16>(this.memory + availableOffset(this.size))[2 + u64(this.size)];
  }
  interruptFlag(): u16 {
    return ptr<u16>(this.memory + availableOffset(this.size))[0];
  }
}

let memory: Slice<u8> = newArray<u8>(16);

function setUp(device: ModelDevice, size: u16, tableEntries: u16, eventIndex: boolean): SplitRing {
  freeArray(memory);
  memory = newArray<u8>(splitRingBytes(size, tableEntries) + 16);
  const base = (memory.ptr.addr + 15) & ~u64(15);
  device.memory = base;
  device.size = size;
  device.seen = 0;
  device.usedIndex = 0;
  return new SplitRing(base, 0, size, tableEntries, eventIndex);
}

/** Offers a chain of `readable` and `writable` buffers of 100 bytes each. */
function offer(ring: SplitRing, readable: u16, writable: u16, token: u64): boolean {
  let parts!: FixedArray<Embed<BufferPart>, 8>;
  for (let i: u16 = 0; i < readable + writable; i++) {
    parts[i].address = 0x1000 * u64(i + 1);
    parts[i].length = 100;
    parts[i].deviceWrites = i >= readable;
  }
  return ring.add(parts.slice(), readable + writable, token);
}

function testEventArithmetic(): void {
  expect(passesEvent(0, 1, 0), "the first entry passes event 0");
  expect(!passesEvent(1, 1, 0), "event 1 is not passed by index 1");
  expect(passesEvent(5, 10, 3), "an event in between");
  expect(!passesEvent(2, 10, 3), "an event before");
  expect(passesEvent(65535, 0, 65535), "at the wrap");
  expect(passesEvent(1, 4, 65530), "across the wrap");
  expect(!passesEvent(65529, 4, 65530), "behind, across the wrap");
  expect(!passesEvent(7, 7, 7), "no step passes nothing");
}

/** Many times around the ring, chains given back out of order, with every index wrapping at 65536. */
function testTraffic(tableEntries: u16, eventIndex: boolean): void {
  const device: Embed<ModelDevice> = new ModelDevice();
  const ring = setUp(device, 16, tableEntries, eventIndex);
  let heads!: FixedArray<u16, 4>;
  let sawIndirect = false;
  for (let round: u64 = 0; round < 20000; round++) {
    for (let i: u64 = 0; i < 4; i++)
      expect(offer(ring, 1, 2, round * 4 + i + 1), "room for four chains of three");
    for (let i: u64 = 0; i < 4; i++) {
      const head = device.take();
      heads[i] = head;
      expect(head !== 65535 && device.parts === 3 && device.writable === 200, "the chain arrives whole");
      sawIndirect = sawIndirect || device.wasIndirect;
    }
    expect(device.take() === 65535, "no chain that was not offered");
    for (let i: u64 = 0; i < 4; i++) device.give(u32(heads[i ^ (round & 3)]), u32(i) * 50);
    for (let i: u64 = 0; i < 4; i++) {
      const [token, written] = ring.takeUsed();
      expect(
        token === round * 4 + (i ^ (round & 3)) + 1 && u64(written) === i * 50,
        "tokens in the device's order",
      );
    }
    const [none] = ring.takeUsed();
    expect(none === 0 && ring.pending === 0 && !ring.isBroken, "nothing left");
  }
  expect(sawIndirect === tableEntries >= 3, "indirect tables are used just where there are some");
  ring.destroy();
}

function testFull(): void {
  const device: Embed<ModelDevice> = new ModelDevice();
  const ring = setUp(device, 8, 0, false);
  expect(offer(ring, 2, 2, 1) && offer(ring, 2, 2, 2), "eight descriptors hold two chains of four");
  expect(!offer(ring, 1, 0, 3), "and no more");
  expect(!offer(ring, 0, 0, 4), "an empty chain is refused");
  device.give(u32(device.take()), 0);
  const [token] = ring.takeUsed();
  expect(token === 1 && offer(ring, 1, 3, 5), "room again");
  expect(ring.reclaim() !== 0 && ring.reclaim() !== 0 && ring.reclaim() === 0, "all chains come back");
  expect(ring.pending === 0 && offer(ring, 4, 4, 6), "the whole ring is free");
  ring.destroy();

  const indirect = setUp(device, 8, 4, false);
  let chains: u64 = 0;
  while (offer(indirect, 1, 2, chains + 1)) chains++;
  expect(chains > 2 && chains <= 8, "indirect tables make room for more chains");
  for (let i: u64 = 0; i < chains; i++) {
    device.give(u32(device.take()), 0);
    const [got] = indirect.takeUsed();
    expect(got === i + 1, "direct and indirect chains mix");
  }
  indirect.destroy();
}

function testNotifications(): void {
  const device: Embed<ModelDevice> = new ModelDevice();
  const ring = setUp(device, 8, 0, true);
  offer(ring, 1, 0, 1);
  expect(ring.wantsNotification(), "event 0 asks to be told of the first chain");
  offer(ring, 1, 0, 2);
  expect(!ring.wantsNotification(), "not of the second");
  device.setNotifyEvent(3);
  offer(ring, 1, 0, 3);
  expect(!ring.wantsNotification(), "not before the event");
  offer(ring, 1, 0, 4);
  expect(ring.wantsNotification(), "at the event");

  expect(!ring.enableInterrupts() && device.interruptEvent() === 0, "an interrupt at the next completion");
  device.give(u32(device.take()), 0);
  expect(ring.enableInterrupts(), "a completion that came in between is told");
  const [token] = ring.takeUsed();
  ring.disableInterrupts();
  expect(token === 1 && !passesEvent(device.interruptEvent(), 4, 1), "no interrupt for those to come");
  ring.destroy();

  const flags = setUp(device, 8, 0, false);
  offer(flags, 1, 0, 1);
  expect(flags.wantsNotification(), "without event index: always");
  device.setNoNotify(1);
  offer(flags, 1, 0, 2);
  expect(!flags.wantsNotification(), "unless the device says no");
  flags.disableInterrupts();
  expect(device.interruptFlag() === 1, "interrupts off by flag");
  flags.enableInterrupts();
  expect(device.interruptFlag() === 0, "and on");
  flags.destroy();
}

/** What a broken or hostile device may write. */
function testCorruption(): void {
  const device: Embed<ModelDevice> = new ModelDevice();
  let ring = setUp(device, 8, 0, false);
  offer(ring, 1, 1, 1);
  device.give(8, 0);
  let [token, written] = ring.takeUsed();
  expect(token === 0 && ring.isBroken && !offer(ring, 1, 0, 2), "an identifier out of range breaks the ring");
  expect(ring.reclaim() === 1 && ring.reclaim() === 0, "its chains can still be taken back");
  ring.destroy();

  ring = setUp(device, 8, 0, false);
  offer(ring, 1, 1, 1);
  device.give(1, 0);
  [token, written] = ring.takeUsed();
  expect(token === 0 && ring.isBroken, "an identifier that is no head breaks the ring");
  ring.destroy();

  ring = setUp(device, 8, 0, false);
  offer(ring, 1, 1, 1);
  const head = u32(device.take());
  device.give(head, 0);
  device.give(head, 0);
  [token, written] = ring.takeUsed();
  expect(token === 0 && ring.isBroken, "more completions than requests break the ring");
  ring.destroy();

  ring = setUp(device, 8, 0, false);
  offer(ring, 1, 1, 1);
  offer(ring, 1, 1, 2);
  device.give(head, 0);
  device.give(head, 0);
  [token, written] = ring.takeUsed();
  expect(token === 1 && written === 0, "the first completion is good");
  [token, written] = ring.takeUsed();
  expect(token === 0 && ring.isBroken, "the same one twice breaks the ring");
  ring.destroy();

  ring = setUp(device, 8, 0, false);
  offer(ring, 1, 1, 7);
  // The device rewrites the links of the descriptors: ours are kept apart.
  for (let i: u64 = 0; i < 8; i++) ptr<Embed<RingDescriptor>>(device.memory)[i].next = 7;
  device.give(0, 5000);
  [token, written] = ring.takeUsed();
  expect(token === 7 && written === 100, "a length beyond what was offered is cut");
  expect(offer(ring, 4, 4, 8), "the free list is whole");
  ring.destroy();
}

export function main(): i32 {
  testEventArithmetic();
  testTraffic(0, false);
  testTraffic(0, true);
  testTraffic(4, true);
  testFull();
  testNotifications();
  testCorruption();
  freeArray(memory);
  return failures();
}
