/** Interrupt controllers: found once, by way of the firmware's tables where there are any. */
import { initIoApic, initLocalApic, localApicAddress, localApicId } from "./arch/x64/apic.ts";
import { readInterruptModel } from "./dev/bus/acpi/madt.ts";
import { InterruptModel } from "./dev/bus/acpi/madtparse.ts";
import { readMpTable } from "./dev/bus/mp/mptable.ts";
import { mapDevice } from "./mm/kernelmap.ts";
import { startProcessors } from "./sched/bringup.ts";

/** Where the IO-APIC lies on every PC whose tables do not say (82093AA data sheet). */
const DEFAULT_IOAPIC: u64 = 0xfec00000;
const REGISTERS: u64 = 4096;

/** Also starts the other processors, which come up while the boot goes on. */
export function initInterruptControllers(): void {
  initLocalApic(mapDevice(localApicAddress(), REGISTERS));
  const model = new InterruptModel();
  const found = readInterruptModel(model) || readMpTable(model);
  startOthers(model);
  if (!found || model.ioApicCount === 0) {
    initIoApic(mapDevice(DEFAULT_IOAPIC, REGISTERS), 0);
    free(model);
    return;
  }
  for (let i: u32 = 0; i < model.ioApicCount; i++) {
    initIoApic(mapDevice(model.ioApics[i].address, REGISTERS), model.ioApics[i].firstGsi);
  }
  free(model);
}

function startOthers(model: InterruptModel): void {
  const self = localApicId();
  let count: u32 = 0;
  for (let i: u32 = 0; i < model.processorCount; i++) {
    if (model.processors[i] === self) continue;
    model.processors[count] = model.processors[i];
    count++;
  }
  startProcessors(model.processors.slice().subslice(0, u64(count)));
}
