/**
 * Virtio over PCI, modern only (Virtio 1.2, section 4.1).
 *
 * The vendor-specific capabilities say in which memory region the four register blocks lie. All queues share one
 * MSI-X vector (or the pin), and so do changes of the configuration where the driver wants them.
 */
import { log } from "../../../lib/log.ts";
import { mapDevice } from "../../../mm/kernelmap.ts";
import type { InterruptSource } from "../../interrupts.ts";
import { attachDriver } from "../../virtio/drivers.ts";
import type { SplitRing } from "../../virtio/ring.ts";
import { VirtioTransport } from "../../virtio/transport.ts";
import { Capability, Command, type PciFunction } from "./function.ts";
import { Header } from "./header.ts";
import { enableIntx } from "./intx.ts";
import { enableMsix } from "./msix.ts";

/** struct virtio_pci_common_cfg, section 4.1.4.3. */
class CommonConfig {
  deviceFeatureSelect!: Mmio<u32>;
  deviceFeature!: Mmio<u32>;
  driverFeatureSelect!: Mmio<u32>;
  driverFeature!: Mmio<u32>;
  configVector!: Mmio<u16>;
  queueCount!: Mmio<u16>;
  deviceStatus!: Mmio<u8>;
  configGeneration!: Mmio<u8>;
  queueSelect!: Mmio<u16>;
  queueSize!: Mmio<u16>;
  queueVector!: Mmio<u16>;
  queueEnable!: Mmio<u16>;
  queueNotifyOffset!: Mmio<u16>;
  descriptorsLow!: Mmio<u32>;
  descriptorsHigh!: Mmio<u32>;
  availableLow!: Mmio<u32>;
  availableHigh!: Mmio<u32>;
  usedLow!: Mmio<u32>;
  usedHigh!: Mmio<u32>;
}

/** cfg_type values, section 4.1.4. */
enum Block {
  common = 1,
  notify = 2,
  interruptStatus = 3,
  device = 4,
}

const VENDOR: u16 = 0x1af4;
const FIRST_MODERN: u16 = 0x1040;
const LAST_MODERN: u16 = 0x107f;
const FIRST_TRANSITIONAL: u16 = 0x1000;
const CAPABILITY_BYTES: u32 = 16;
const NOTIFY_CAPABILITY_BYTES: u32 = 20;
const NO_VECTOR: u16 = 0xffff;
const MOST_QUEUES: u16 = 8;
/** More are a list that loops. */
const MOST_CAPABILITIES: u32 = 16;

/** A register block, mapped; length 0 when the device has none. */
class Region {
  base: u64 = 0;
  length: u64 = 0;
}

export class PciTransport extends VirtioTransport {
  private readonly pci: PciFunction;
  readonly notifyRegion: Embed<Region> = new Region();
  readonly deviceRegion: Embed<Region> = new Region();
  readonly statusRegion: Embed<Region> = new Region();
  readonly commonRegion: Embed<Region> = new Region();
  notifyMultiplier: u32 = 0;
  private readonly notifyAddresses!: FixedArray<u64, 8>;
  private usesMessages: boolean = false;

  constructor(f: PciFunction) {
    super();
    this.pci = f;
  }
  private get common(): CommonConfig {
    return ref<CommonConfig>(this.commonRegion.base);
  }

  /** Finds and maps the register blocks; false when one is missing or does not lie within its memory. */
  mapBlocks(): boolean {
    let at = this.pci.findCapability(Capability.vendor, 0);
    for (let i: u32 = 0; i < MOST_CAPABILITIES && at !== 0 && this.pci.holds(at, CAPABILITY_BYTES); i++) {
      const kind = u32(this.pci.read8(at + 3));
      if (kind === Block.common) this.mapBlock(at, this.commonRegion);
      else if (kind === Block.interruptStatus) this.mapBlock(at, this.statusRegion);
      else if (kind === Block.device) this.mapBlock(at, this.deviceRegion);
      else if (kind === Block.notify && this.pci.holds(at, NOTIFY_CAPABILITY_BYTES)) {
        this.mapBlock(at, this.notifyRegion);
        this.notifyMultiplier = this.pci.read32(at + 16);
      }
      at = this.pci.findCapability(Capability.vendor, at);
    }
    return (
      this.commonRegion.length >= sizeOf<CommonConfig>() &&
      this.notifyRegion.length >= 2 &&
      this.statusRegion.length >= 1
    );
  }
  /** The first capability of a kind counts (section 4.1.4.1). */
  private mapBlock(capability: u32, region: Region): void {
    if (region.length !== 0) return;
    const [base, barLength] = this.pci.memoryBar(u32(this.pci.read8(capability + 4)));
    const offset = u64(this.pci.read32(capability + 8));
    const length = u64(this.pci.read32(capability + 12));
    if (base === 0 || length === 0 || offset > barLength || length > barLength - offset) return;
    // The notify block of a device with many queues is large; ours all lie in the first page of it.
    const mapped = mapDevice(base + offset, min(length, u64(4096)));
    if (mapped === 0) return;
    region.base = mapped;
    region.length = min(length, u64(4096));
  }

  override deviceType(): u32 {
    const id = this.pci.read16(Header.deviceId);
    return u32(id >= FIRST_MODERN ? id - FIRST_MODERN : this.pci.read16(Header.subsystemId));
  }
  override place(): u64 {
    return u64(this.pci.address);
  }
  override readStatus(): u8 {
    return this.common.deviceStatus.read();
  }
  override writeStatus(status: u8): void {
    this.common.deviceStatus.write(status);
  }
  override readFeatures(): u64 {
    const c = this.common;
    c.deviceFeatureSelect.write(1);
    const high = c.deviceFeature.read();
    c.deviceFeatureSelect.write(0);
    return (u64(high) << 32) | u64(c.deviceFeature.read());
  }
  override writeFeatures(features: u64): void {
    const c = this.common;
    c.driverFeatureSelect.write(1);
    c.driverFeature.write(u32(features >> 32));
    c.driverFeatureSelect.write(0);
    c.driverFeature.write(u32(features));
  }
  override maxQueueSize(queue: u16): u16 {
    const c = this.common;
    if (queue >= MOST_QUEUES || queue >= c.queueCount.read()) return 0;
    c.queueSelect.write(queue);
    return min(c.queueSize.read(), 32768);
  }
  override enableQueue(queue: u16, ring: SplitRing): boolean {
    const c = this.common;
    c.queueSelect.write(queue);
    const offset = u64(c.queueNotifyOffset.read()) * u64(this.notifyMultiplier);
    if (c.queueEnable.read() !== 0 || offset + 2 > this.notifyRegion.length) return false;
    this.notifyAddresses[queue] = this.notifyRegion.base + offset;
    c.queueSize.write(ring.size);
    c.descriptorsLow.write(u32(ring.descriptorAddress));
    c.descriptorsHigh.write(u32(ring.descriptorAddress >> 32));
    c.availableLow.write(u32(ring.availableAddress));
    c.availableHigh.write(u32(ring.availableAddress >> 32));
    c.usedLow.write(u32(ring.usedAddress));
    c.usedHigh.write(u32(ring.usedAddress >> 32));
    if (this.usesMessages) {
      c.queueVector.write(0);
      if (c.queueVector.read() !== 0) return false; // the device is out of vectors, section 4.1.5.1.2
    }
    c.queueEnable.write(1);
    return true;
  }
  override notify(queue: u16): void {
    storeVolatile(ptr<u16>(this.notifyAddresses[queue]), queue);
  }
  override configGeneration(): u32 {
    return u32(this.common.configGeneration.read());
  }

  /** Address of a configuration field, or 0 when it does not lie within the block. */
  private configField(offset: u32, width: u64): u64 {
    return u64(offset) + width <= this.deviceRegion.length ? this.deviceRegion.base + u64(offset) : 0;
  }
  override config8(offset: u32): u8 {
    const at = this.configField(offset, 1);
    return at === 0 ? 0 : loadVolatile(ptr<u8>(at));
  }
  override config16(offset: u32): u16 {
    const at = this.configField(offset, 2);
    return at === 0 ? 0 : loadVolatile(ptr<u16>(at));
  }
  override config32(offset: u32): u32 {
    const at = this.configField(offset, 4);
    return at === 0 ? 0 : loadVolatile(ptr<u32>(at));
  }
  override writeConfig32(offset: u32, value: u32): void {
    const at = this.configField(offset, 4);
    if (at !== 0) storeVolatile(ptr<u32>(at), value);
  }

  override connectInterrupt(source: InterruptSource): boolean {
    this.usesMessages = enableMsix(this.pci, source);
    if (!this.usesMessages) return enableIntx(this.pci, source);
    this.common.configVector.write(NO_VECTOR);
    return true;
  }
  override wantConfigurationInterrupts(): boolean {
    if (!this.usesMessages) return true;
    this.common.configVector.write(0);
    return this.common.configVector.read() === 0;
  }
  override refuseInterrupts(): void {
    this.pci.changeCommand(Command.interruptDisable, 0);
  }
  /** Reading the status clears it and lowers the pin; with messages there is nothing to read. */
  override acknowledge(): u32 {
    return this.usesMessages ? 3 : u32(loadVolatile(ptr<u8>(this.statusRegion.base)));
  }
}

/** For `probePciBus`: starts a virtio function with its driver. True when the function is in use. */
export function attachVirtioFunction(f: PciFunction): boolean {
  const id = f.read16(Header.deviceId);
  if (f.read16(Header.vendorId) !== VENDOR || id < FIRST_TRANSITIONAL || id > LAST_MODERN) return false;
  f.enableMemory();
  const transport = new PciTransport(f);
  if (!transport.mapBlocks()) {
    log(`virtio-pci: ${hex(f.address, 4)}: no modern register blocks`);
    free(transport);
    return false;
  }
  if (attachDriver(transport)) return true;
  free(transport);
  return false;
}
