/** The virtio-mmio devices that ACPI describes (QEMU's microvm with ACPI on). */
import { attachMmioDevice } from "../mmio/bus.ts";
import { MmioWindow } from "../mmio/window.ts";
import { byteCodeTable } from "./acpi.ts";
import { nextVirtioDevice } from "./bytecode.ts";

/**
 * Starts each device with its driver, in the order of the tables, which for QEMU is that of its command line. Slots
 * without a device are skipped by their type.
 */
export function probeAcpiMmioDevices(): void {
  let index: u32 = 0;
  while (true) {
    const code = byteCodeTable(index);
    if (code === null) return;
    let at: u64 = 0;
    while (at < code.length) {
      const window: Embed<MmioWindow> = new MmioWindow();
      const [found, end] = nextVirtioDevice(code, at, window);
      at = end;
      if (found) attachMmioDevice(window);
    }
    index++;
  }
}
