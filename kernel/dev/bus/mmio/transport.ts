/**
 * Virtio over memory-mapped registers (Virtio 1.2, section 4.2), version 2 only. Version 1, the legacy layout, is
 * refused: QEMU needs `-global virtio-mmio.force-legacy=false`.
 */
import { log } from "../../../lib/log.ts";
import { mapDevice } from "../../../mm/kernelmap.ts";
import { attachToLine, type InterruptSource } from "../../interrupts.ts";
import type { SplitRing } from "../../virtio/ring.ts";
import { VirtioTransport } from "../../virtio/transport.ts";
import type { MmioWindow } from "./window.ts";

/** Section 4.2.2, table 4.1. */
class Registers {
  magic!: Mmio<u32>;
  version!: Mmio<u32>;
  deviceId!: Mmio<u32>;
  vendorId!: Mmio<u32>;
  deviceFeatures!: Mmio<u32>;
  deviceFeaturesSelect!: Mmio<u32>;
  readonly gap18!: FixedArray<u32, 2>;
  driverFeatures!: Mmio<u32>;
  driverFeaturesSelect!: Mmio<u32>;
  readonly gap28!: FixedArray<u32, 2>;
  queueSelect!: Mmio<u32>;
  queueSizeMax!: Mmio<u32>;
  queueSize!: Mmio<u32>;
  readonly gap3c!: FixedArray<u32, 2>;
  queueReady!: Mmio<u32>;
  readonly gap48!: FixedArray<u32, 2>;
  queueNotify!: Mmio<u32>;
  readonly gap54!: FixedArray<u32, 3>;
  interruptStatus!: Mmio<u32>;
  interruptAcknowledge!: Mmio<u32>;
  readonly gap68!: FixedArray<u32, 2>;
  status!: Mmio<u32>;
  readonly gap74!: FixedArray<u32, 3>;
  descriptorsLow!: Mmio<u32>;
  descriptorsHigh!: Mmio<u32>;
  readonly gap88!: FixedArray<u32, 2>;
  availableLow!: Mmio<u32>;
  availableHigh!: Mmio<u32>;
  readonly gap98!: FixedArray<u32, 2>;
  usedLow!: Mmio<u32>;
  usedHigh!: Mmio<u32>;
  readonly gapA8!: FixedArray<u32, 21>;
  configGeneration!: Mmio<u32>;
}

const MAGIC: u32 = 0x74726976;
const VERSION: u32 = 2;
const CONFIG_OFFSET: u64 = 0x100;

export class MmioTransport extends VirtioTransport {
  private readonly registers: Registers;
  private readonly physical: u64;
  private readonly length: u64;
  private readonly interruptLine: u32;

  constructor(registers: Registers, window: MmioWindow) {
    super();
    this.registers = registers;
    this.physical = window.base;
    this.length = window.length;
    this.interruptLine = window.interruptLine;
  }

  override deviceType(): u32 {
    return this.registers.deviceId.read();
  }
  override place(): u64 {
    return this.physical;
  }
  override readStatus(): u8 {
    return u8(this.registers.status.read());
  }
  override writeStatus(status: u8): void {
    this.registers.status.write(u32(status));
  }
  override readFeatures(): u64 {
    const r = this.registers;
    r.deviceFeaturesSelect.write(1);
    const high = r.deviceFeatures.read();
    r.deviceFeaturesSelect.write(0);
    return (u64(high) << 32) | u64(r.deviceFeatures.read());
  }
  override writeFeatures(features: u64): void {
    const r = this.registers;
    r.driverFeaturesSelect.write(1);
    r.driverFeatures.write(u32(features >> 32));
    r.driverFeaturesSelect.write(0);
    r.driverFeatures.write(u32(features));
  }
  override maxQueueSize(queue: u16): u16 {
    this.registers.queueSelect.write(u32(queue));
    return u16(min(this.registers.queueSizeMax.read(), 32768));
  }
  override enableQueue(queue: u16, ring: SplitRing): boolean {
    const r = this.registers;
    r.queueSelect.write(u32(queue));
    if (r.queueReady.read() !== 0) return false;
    r.queueSize.write(u32(ring.size));
    r.descriptorsLow.write(u32(ring.descriptorAddress));
    r.descriptorsHigh.write(u32(ring.descriptorAddress >> 32));
    r.availableLow.write(u32(ring.availableAddress));
    r.availableHigh.write(u32(ring.availableAddress >> 32));
    r.usedLow.write(u32(ring.usedAddress));
    r.usedHigh.write(u32(ring.usedAddress >> 32));
    r.queueReady.write(1);
    return true;
  }
  override notify(queue: u16): void {
    this.registers.queueNotify.write(u32(queue));
  }
  override configGeneration(): u32 {
    return this.registers.configGeneration.read();
  }

  /** Address of a configuration field, or 0 when it does not lie within the window. */
  private configField(offset: u32, width: u64): u64 {
    const start = CONFIG_OFFSET + u64(offset);
    return start + width <= this.length ? addressOf(this.registers) + start : 0;
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
    return attachToLine(source, this.interruptLine, false);
  }
  override wantConfigurationInterrupts(): boolean {
    return true;
  }
  /** An edge on a line that nobody has enabled is lost. */
  override refuseInterrupts(): void {}
  /** Reading the reason and clearing it are two exits; nothing else hangs on the line, so clear both at once. */
  override acknowledge(): u32 {
    this.registers.interruptAcknowledge.write(3);
    return 3;
  }
}

/** The transport of the device at `window`; null when there is none, with the reason in the log. */
export function openMmioTransport(window: MmioWindow): MmioTransport | null {
  const mapped = mapDevice(window.base, window.length);
  if (mapped === 0) return null;
  const registers = ref<Registers>(mapped);
  if (registers.magic.read() !== MAGIC) {
    log(`virtio-mmio: no device at ${hex(window.base)}`);
    return null;
  }
  const version = registers.version.read();
  if (version !== VERSION) {
    log(
      `virtio-mmio: device at ${hex(window.base)} has the legacy layout (version ${version}); start QEMU with -global virtio-mmio.force-legacy=false`,
    );
    return null;
  }
  return new MmioTransport(registers, window);
}
