/** Where a virtio-mmio device's registers lie (physical address, bytes) and which IO-APIC line it raises. */
export class MmioWindow {
  base: u64 = 0;
  length: u64 = 0;
  interruptLine: u32 = 0;
}

/** Shortest window: the registers and at least a byte of configuration (Virtio 1.2, section 4.2.2). */
export const SHORTEST_WINDOW: u64 = 0x101;
export const LONGEST_WINDOW: u64 = 0x100000;
