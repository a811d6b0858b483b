/** One PCI function: its registers, capabilities and base addresses. Everything read is checked before use. */
import { type ConfigAccess, Header } from "./header.ts";

const STATUS_CAPABILITIES: u16 = 1 << 4;

export enum Command {
  memorySpace = 2,
  busMaster = 4,
  interruptDisable = 0x400,
}

/** Capability identifiers, PCI Code and ID Assignment 1.11, section 2. */
export enum Capability {
  vendor = 0x09,
  msix = 0x11,
}

const FIRST_CAPABILITY: u32 = 0x40;
const CONFIG_BYTES: u32 = 0x100;
/** More capabilities than fit: the list is a loop. */
const MOST_CAPABILITIES: u32 = 48;

const BAR_COUNT: u32 = 6;
const BAR_IS_PORT: u32 = 1;
const BAR_TYPE_MASK: u32 = 6;
const BAR_TYPE_64: u32 = 4;
const BAR_FLAGS: u32 = 15;

export class PciFunction {
  private readonly access: ConfigAccess;
  /** bus << 8 | device << 3 | function. */
  readonly address: u32;
  private readonly bases!: FixedArray<u64, 6>;
  private readonly lengths!: FixedArray<u64, 6>;

  constructor(access: ConfigAccess, address: u32) {
    this.access = access;
    this.address = address;
  }

  get device(): u32 {
    return (this.address >> 3) & 31;
  }
  get bus(): u32 {
    return this.address >> 8;
  }
  read8(offset: u32): u8 {
    return this.access.read8(this.address, offset);
  }
  read16(offset: u32): u16 {
    return this.access.read16(this.address, offset);
  }
  read32(offset: u32): u32 {
    return this.access.read32(this.address, offset);
  }
  write16(offset: u32, value: u16): void {
    this.access.write16(this.address, offset, value);
  }
  write32(offset: u32, value: u32): void {
    this.access.write32(this.address, offset, value);
  }

  /** Device and vendor identifier of the bridge that this function's machine is built around, at address 0. */
  hostBridgeId(): u32 {
    return this.access.read32(0, Header.vendorId);
  }

  /** Sets and clears bits of the command register. */
  changeCommand(set: u32, clear: u32): void {
    this.write16(Header.command, (this.read16(Header.command) & ~u16(clear)) | u16(set));
  }

  /**
   * Offset of the first capability `id` after the one at `previous` (0: from the start); 0 when there is none. A
   * pointer into the header, or a loop, ends the list.
   */
  findCapability(id: u32, previous: u32): u32 {
    if ((this.read16(Header.status) & STATUS_CAPABILITIES) === 0) return 0;
    let at = u32(this.read8(previous === 0 ? Header.capabilities : previous + 1)) & 0xfc;
    for (let i: u32 = 0; i < MOST_CAPABILITIES && at >= FIRST_CAPABILITY; i++) {
      if (u32(this.read8(at)) === id) return at;
      at = u32(this.read8(at + 1)) & 0xfc;
    }
    return 0;
  }
  /** True when `length` bytes from `offset` lie within the configuration space proper. */
  holds(offset: u32, length: u32): boolean {
    return offset <= CONFIG_BYTES && length <= CONFIG_BYTES - offset;
  }

  /**
   * Finds the memory regions and lets the function decode them and reach memory itself. Sizing needs decoding off (PCI
   * Local Bus 3.0, section 6.2.5.1), and each change of it is slow on a virtual machine: it is done once for all.
   */
  enableMemory(): void {
    const command = this.read16(Header.command);
    this.write16(Header.command, command & ~u16(Command.memorySpace));
    let index: u32 = 0;
    while (index < BAR_COUNT) index += this.sizeBar(index);
    this.write16(Header.command, command | u16(Command.memorySpace | Command.busMaster));
  }

  /** Reads and sizes one base address register; how many registers it takes. */
  private sizeBar(index: u32): u32 {
    const offset: u32 = Header.bar0 + index * 4;
    const low = this.read32(offset);
    if (low === 0 || (low & BAR_IS_PORT) !== 0) return 1;
    const is64 = (low & BAR_TYPE_MASK) === BAR_TYPE_64;
    if (is64 && index + 1 >= BAR_COUNT) return 1;
    this.write32(offset, 0xffffffff);
    let mask = u64(this.read32(offset) & ~BAR_FLAGS) | 0xffffffff00000000;
    this.write32(offset, low);
    this.bases[index] = u64(low & ~BAR_FLAGS);
    if (is64) {
      const high = this.read32(offset + 4);
      this.write32(offset + 4, 0xffffffff);
      mask = (mask & 0xffffffff) | (u64(this.read32(offset + 4)) << 32);
      this.write32(offset + 4, high);
      this.bases[index] |= u64(high) << 32;
    }
    this.lengths[index] = 0 - mask;
    return is64 ? 2 : 1;
  }

  /**
   * A memory region, after `enableMemory`: [physical address, length in bytes]; [0, 0] when there is none, it is a port,
   * or it was left without an address.
   */
  memoryBar(index: u32): [u64, u64] {
    if (index >= BAR_COUNT || this.bases[index] === 0) return [0, 0];
    return [this.bases[index], this.lengths[index]];
  }
}
