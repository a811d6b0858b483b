/** The profile without virtio: serial console, initrd root. Smallest; every other profile adds to it. */
import { useAcpiHpet } from "../dev/bus/acpi/hpet.ts";
import { useAcpiPowerOff } from "../dev/bus/acpi/power.ts";
import { useRtc } from "../dev/rtc/rtc.ts";
import { attachSerialConsole } from "../dev/serial/serial.ts";
import { log } from "../lib/log.ts";

/**
 * Starts the devices whose drivers this profile links in. Interrupts may be off.
 * @symbol osier_probe_devices
 */
export function probeDevices(): void {
  useRtc();
  useAcpiHpet();
  useAcpiPowerOff();
  if (!attachSerialConsole()) log("console: no channel for the program's output");
}
