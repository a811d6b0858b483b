/**
 * What a virtio transport (MMIO, PCI) does for a device (Virtio 1.2, section 4). Register access only; the order of
 * the steps is device.ts's.
 */
import type { InterruptSource } from "../interrupts.ts";
import type { SplitRing } from "./ring.ts";

export abstract class VirtioTransport {
  /** Device type (section 5), 0 for an empty slot. */
  abstract deviceType(): u32;
  /** Where the device is, for the log: physical address of its registers, or its PCI address. */
  abstract place(): u64;
  abstract readStatus(): u8;
  abstract writeStatus(status: u8): void;
  abstract readFeatures(): u64;
  abstract writeFeatures(features: u64): void;
  /** Largest size that the device supports; 0 when it has no such queue. */
  abstract maxQueueSize(queue: u16): u16;
  /** Tells the device where the queue is and turns it on. */
  abstract enableQueue(queue: u16, ring: SplitRing): boolean;
  /** Tells the device that the queue has new buffers. */
  abstract notify(queue: u16): void;
  /** Changes whenever the device changes several configuration fields together. */
  abstract configGeneration(): u32;
  /** A field of the device's configuration; 0 beyond its end. `offset` is aligned to the width. */
  abstract config8(offset: u32): u8;
  abstract config16(offset: u32): u16;
  abstract config32(offset: u32): u32;
  /** Nothing happens beyond the end of the configuration. */
  abstract writeConfig32(offset: u32, value: u32): void;
  /** Routes the device's interrupts to `source`; before `enableQueue`. */
  abstract connectInterrupt(source: InterruptSource): boolean;
  /** After that: changes of the configuration interrupt too. False when the device has no vector for them. */
  abstract wantConfigurationInterrupts(): boolean;
  /** Instead of that, for a driver that looks by itself: the device raises none. */
  abstract refuseInterrupts(): void;
  /** In the interrupt handler: why (bit 0 queues, bit 1 configuration: sections 4.1.4.5, 4.2.2); 0 when it was another device on the line. */
  abstract acknowledge(): u32;

  /** A 64-bit field, read consistently (section 2.5.3). */
  config64(offset: u32): u64 {
    let value: u64 = 0;
    let attempts: u32 = 0;
    let before: u32 = 0;
    do {
      before = this.configGeneration();
      value = u64(this.config32(offset)) | (u64(this.config32(offset + 4)) << 32);
      attempts++;
    } while (before !== this.configGeneration() && attempts < 100);
    return value;
  }
}
