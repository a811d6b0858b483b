/**
 * The two ways to reach PCI configuration space.
 *
 * ECAM (PCI Express Base 5.0, section 7.2.2) where ACPI's MCFG gives its address, else the ports 0xcf8 and 0xcfc
 * (PCI Local Bus 3.0, section 3.2.2.3.2). Neither is safe against concurrent use: devices are probed by one thread.
 */
import { in8, in16, in32, out16, out32 } from "../../../arch/x64/ports.ts";
import { mapDevice } from "../../../mm/kernelmap.ts";
import { ConfigAccess } from "./header.ts";

const ADDRESS_PORT: u16 = 0xcf8;
const DATA_PORT: u16 = 0xcfc;
const ENABLE: u32 = 0x80000000;

export class PortAccess extends ConfigAccess {
  private select(address: u32, offset: u32): u16 {
    out32(ADDRESS_PORT, ENABLE | (address << 8) | (offset & 0xfc));
    return DATA_PORT + u16(offset & 3);
  }
  override selectBus(bus: u32): boolean {
    return bus < 256;
  }
  override read8(address: u32, offset: u32): u8 {
    return in8(this.select(address, offset));
  }
  override read16(address: u32, offset: u32): u16 {
    return in16(this.select(address, offset));
  }
  override read32(address: u32, offset: u32): u32 {
    return in32(this.select(address, offset));
  }
  override write16(address: u32, offset: u32, value: u16): void {
    out16(this.select(address, offset), value);
  }
  override write32(address: u32, offset: u32, value: u32): void {
    out32(this.select(address, offset), value);
  }
}

const BUS_BYTES: u64 = 0x100000;

/** Maps the buses one at a time when they are first looked at: all 256 would be 256 MiB. */
export class EcamAccess extends ConfigAccess {
  private readonly base: u64;
  private readonly firstBus: u32;
  private readonly lastBus: u32;
  private readonly mappedBuses: Slice<u64>;

  /** `base`: physical address of the configuration space of bus 0. */
  constructor(base: u64, firstBus: u32, lastBus: u32) {
    super();
    this.base = base;
    this.firstBus = firstBus;
    this.lastBus = lastBus;
    this.mappedBuses = newArray<u64>(u64(lastBus - firstBus) + 1);
  }
  override selectBus(bus: u32): boolean {
    if (bus < this.firstBus || bus > this.lastBus) return false;
    const index = u64(bus - this.firstBus);
    if (this.mappedBuses[index] === 0) {
      this.mappedBuses[index] = mapDevice(this.base + u64(bus) * BUS_BYTES, BUS_BYTES);
    }
    return this.mappedBuses[index] !== 0;
  }
  private at(address: u32, offset: u32): u64 {
    return (
      this.mappedBuses[(address >> 8) - this.firstBus] + (u64(address & 0xff) << 12) + u64(offset & 0xfff)
    );
  }
  override read8(address: u32, offset: u32): u8 {
    return loadVolatile(ptr<u8>(this.at(address, offset)));
  }
  override read16(address: u32, offset: u32): u16 {
    return loadVolatile(ptr<u16>(this.at(address, offset)));
  }
  override read32(address: u32, offset: u32): u32 {
    return loadVolatile(ptr<u32>(this.at(address, offset)));
  }
  override write16(address: u32, offset: u32, value: u16): void {
    storeVolatile(ptr<u16>(this.at(address, offset)), value);
  }
  override write32(address: u32, offset: u32, value: u32): void {
    storeVolatile(ptr<u32>(this.at(address, offset)), value);
  }
}
