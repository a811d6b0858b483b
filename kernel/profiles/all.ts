/** Both transports: what runs on every machine that this kernel knows. The default. */
import { useAcpiHpet } from "../dev/bus/acpi/hpet.ts";
import { useAcpiPowerOff } from "../dev/bus/acpi/power.ts";
import { probeAcpiMmioDevices } from "../dev/bus/acpi/virtiommio.ts";
import { probeCommandLineDevices } from "../dev/bus/mmio/bus.ts";
import { probePciBus } from "../dev/bus/pci/bus.ts";
import { attachVirtioFunction } from "../dev/bus/pci/virtio.ts";
import { useRtc } from "../dev/rtc/rtc.ts";
import { attachSerialConsole } from "../dev/serial/serial.ts";
import { attachVirtioBalloon } from "../dev/virtio/balloon/balloon.ts";
import { attachVirtioDisk } from "../dev/virtio/blk/blk.ts";
import { attachVirtioConsole } from "../dev/virtio/console/console.ts";
import { DeviceType, useDriver } from "../dev/virtio/drivers.ts";
import { attachVirtioRng } from "../dev/virtio/rng/rng.ts";

/**
 * Starts the devices whose drivers this profile links in. Interrupts may be off.
 * @symbol osier_probe_devices
 */
export function probeDevices(): void {
  useRtc();
  useAcpiHpet();
  useDriver(DeviceType.block, attachVirtioDisk);
  useDriver(DeviceType.console, attachVirtioConsole);
  useDriver(DeviceType.entropy, attachVirtioRng);
  useDriver(DeviceType.balloon, attachVirtioBalloon);
  useAcpiPowerOff();
  attachSerialConsole(); // first: a virtio console takes its place
  if (probeCommandLineDevices()) return; // a machine that names its devices has no others: microvm, Firecracker
  probeAcpiMmioDevices();
  probePciBus(attachVirtioFunction);
}
