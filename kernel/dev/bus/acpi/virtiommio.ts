/** The virtio-mmio devices that ACPI describes (QEMU's microvm with ACPI on). */
import { attachMmioDevice } from "../mmio/bus.ts";
import type { MmioWindow } from "../mmio/window.ts";
import { byteCodeTable } from "./acpi.ts";
import { nextVirtioDevice } from "./bytecode.ts";

const MOST_DEVICES: u64 = 32;

/**
 * Starts each device with its driver; slots without a device are skipped by their type. QEMU gives its slots away from
 * the last one down, so that the reverse of the table's order is the order of its command line.
 */
export function probeAcpiMmioDevices(): void {
  let index: u32 = 0;
  while (true) {
    const code = byteCodeTable(index);
    if (code === null) return;
    let windows!: FixedArray<Embed<MmioWindow>, 32>;
    let count: u64 = 0;
    let at: u64 = 0;
    while (at < code.length && count < MOST_DEVICES) {
      const [found, end] = nextVirtioDevice(code, at, windows[count]);
      at = end;
      if (found) count++;
    }
    for (let i = count; i > 0; i--) attachMmioDevice(windows[i - 1]);
    index++;
  }
}
