/** Interrupt controllers: found once, by way of the firmware's tables where there are any. */
import { initIoApic, initLocalApic, localApicAddress } from "./arch/x64/apic.ts";
import { readInterruptModel } from "./dev/bus/acpi/madt.ts";
import { InterruptModel } from "./dev/bus/acpi/madtparse.ts";
import { mapDevice } from "./mm/kernelmap.ts";

/** Where the IO-APIC lies on every PC whose tables do not say (82093AA data sheet). */
const DEFAULT_IOAPIC: u64 = 0xfec00000;
const REGISTERS: u64 = 4096;

export function initInterruptControllers(): void {
  initLocalApic(mapDevice(localApicAddress(), REGISTERS));
  const model = new InterruptModel();
  if (!readInterruptModel(model) || model.ioApicCount === 0) {
    initIoApic(mapDevice(DEFAULT_IOAPIC, REGISTERS), 0);
    return;
  }
  for (let i: u32 = 0; i < model.ioApicCount; i++) {
    initIoApic(mapDevice(model.ioApics[i].address, REGISTERS), model.ioApics[i].firstGsi);
  }
}
