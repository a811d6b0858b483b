/** PCI configuration space as an interface, whatever the way to reach it. */

/** Registers of the header, PCI Local Bus 3.0, section 6.1. */
export enum Header {
  vendorId = 0x00,
  deviceId = 0x02,
  command = 0x04,
  status = 0x06,
  headerType = 0x0e,
  bar0 = 0x10,
  secondaryBus = 0x19,
  subsystemId = 0x2e,
  capabilities = 0x34,
  interruptLine = 0x3c,
  interruptPin = 0x3d,
}

/** Reads and writes by bus address (bus << 8 | device << 3 | function) and offset, naturally aligned. */
export abstract class ConfigAccess {
  /** False when the bus cannot be reached this way. */
  abstract selectBus(bus: u32): boolean;
  abstract read8(address: u32, offset: u32): u8;
  abstract read16(address: u32, offset: u32): u16;
  abstract read32(address: u32, offset: u32): u32;
  abstract write16(address: u32, offset: u32, value: u16): void;
  abstract write32(address: u32, offset: u32, value: u32): void;
}
