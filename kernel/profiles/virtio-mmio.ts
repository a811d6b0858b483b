/** Virtio over MMIO, the devices named on the command line or by ACPI. */
import { probeAcpiMmioDevices } from "../dev/bus/acpi/virtiommio.ts";
import { probeCommandLineDevices } from "../dev/bus/mmio/bus.ts";
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
  useDriver(DeviceType.block, attachVirtioDisk);
  useDriver(DeviceType.console, attachVirtioConsole);
  useDriver(DeviceType.entropy, attachVirtioRng);
  useDriver(DeviceType.balloon, attachVirtioBalloon);
  attachSerialConsole(); // first: a virtio console takes its place
  if (!probeCommandLineDevices()) probeAcpiMmioDevices();
}
