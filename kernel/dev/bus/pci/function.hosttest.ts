/** Tests of a PCI function's readers against a configuration space in memory, sound and malicious. */
import { expect, failures } from "../../../lib/host/testing.ts";
import { Capability, PciFunction } from "./function.ts";
import { ConfigAccess, Header } from "./header.ts";

/** One function whose base address registers answer the sizing protocol. */
class ModelFunction extends ConfigAccess {
  bytes!: FixedArray<u8, 256>;
  /** Size of each base address register, 0 for those that do not exist; upper halves of 64-bit ones take all bits. */
  sizes!: FixedArray<u32, 6>;

  override selectBus(bus: u32): boolean {
    return bus === 0;
  }
  override read8(_address: u32, offset: u32): u8 {
    return this.bytes[offset];
  }
  override read16(_address: u32, offset: u32): u16 {
    return loadUnaligned<u16>(this.bytes.ptr.addr + u64(offset));
  }
  override read32(_address: u32, offset: u32): u32 {
    return loadUnaligned<u32>(this.bytes.ptr.addr + u64(offset));
  }
  override write16(_address: u32, offset: u32, value: u16): void {
    storeUnaligned<u16>(this.bytes.ptr.addr + u64(offset), value);
  }
  override write32(address: u32, offset: u32, value: u32): void {
    const index = (offset - Header.bar0) / 4;
    const flags: u32 = this.read32(address, offset) & 15;
    const mask: u32 = this.sizes[index] === 1 ? 0xffffffff : 0 - this.sizes[index];
    const kept: u32 = this.sizes[index] === 1 ? value : (value & mask & ~u32(15)) | flags;
    storeUnaligned<u32>(this.bytes.ptr.addr + u64(offset), kept);
  }
  put8(offset: u32, value: u8): void {
    this.bytes[offset] = value;
  }
  put32(offset: u32, value: u32): void {
    storeUnaligned<u32>(this.bytes.ptr.addr + u64(offset), value);
  }
}

function testCapabilities(): void {
  const model = new ModelFunction();
  const f = new PciFunction(model, 0x18);
  model.put8(Header.capabilities, 0x40);
  model.put8(0x40, 0x09);
  model.put8(0x41, 0x60);
  model.put8(0x60, 0x11);
  model.put8(0x61, 0x72); // the two low bits are reserved
  model.put8(0x70, 0x09);
  expect(f.findCapability(Capability.vendor, 0) === 0, "no list without the status bit");
  model.put8(Header.status, 0x10);
  expect(f.findCapability(Capability.vendor, 0) === 0x40, "the first");
  expect(f.findCapability(Capability.msix, 0) === 0x60, "another");
  expect(f.findCapability(Capability.vendor, 0x40) === 0x70, "the second of a kind");
  expect(f.findCapability(Capability.vendor, 0x70) === 0, "the end");
  model.put8(0x71, 0x40);
  expect(f.findCapability(0x05, 0) === 0, "a list that loops ends");
  model.put8(0x41, 0x04);
  expect(f.findCapability(Capability.msix, 0) === 0, "a pointer into the header ends the list");
  expect(
    f.holds(0xf0, 16) && !f.holds(0xf4, 16) && !f.holds(0x100, 1),
    "what lies within configuration space",
  );
  expect(f.device === 3 && f.bus === 0, "its address");
  free(f);
  free(model);
}

function testBars(): void {
  const model = new ModelFunction();
  const f = new PciFunction(model, 0x18);
  model.put8(Header.command, 7);
  model.sizes[0] = 0x1000;
  model.put32(Header.bar0, 0xfebf1000);
  model.sizes[1] = 32;
  model.put32(Header.bar0 + 4, 0xc001);
  model.sizes[2] = 0x4000;
  model.sizes[3] = 1;
  model.put32(Header.bar0 + 8, 0x8000000c);
  model.put32(Header.bar0 + 12, 0x12);
  model.sizes[4] = 0x1000;
  model.sizes[5] = 0x1000;
  model.put32(Header.bar0 + 20, 0xe0000004);

  const [before] = f.memoryBar(0);
  expect(before === 0, "nothing before sizing");
  f.enableMemory();
  const [base, length] = f.memoryBar(0);
  expect(base === 0xfebf1000 && length === 0x1000, "32 bits");
  expect(model.read32(0, Header.bar0) === 0xfebf1000, "put back");
  expect(model.read8(0, Header.command) === 7, "decoding is on again");
  const [port] = f.memoryBar(1);
  expect(port === 0, "a port");
  const [wide, wideLength] = f.memoryBar(2);
  expect(wide === 0x1280000000 && wideLength === 0x4000, "64 bits");
  expect(model.read32(0, Header.bar0 + 12) === 0x12, "its upper half is put back");
  const [unassigned] = f.memoryBar(4);
  expect(unassigned === 0, "without an address");
  const [cut] = f.memoryBar(5);
  expect(cut === 0, "64 bits that would run past the last register");
  const [beyond] = f.memoryBar(7);
  expect(beyond === 0, "no such register");
  free(f);
  free(model);
}

export function main(): i32 {
  testCapabilities();
  testBars();
  return failures();
}
