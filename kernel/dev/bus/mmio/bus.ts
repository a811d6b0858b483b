/**
 * The virtio-mmio devices of a machine: those named on the command line, or those that ACPI describes.
 *
 * Addresses come from the command line or firmware, which the machine's owner controls, and are checked only for form.
 */
import { bootInfo } from "../../../arch/x64/bootinfo.ts";
import { log } from "../../../lib/log.ts";
import { attachDriver } from "../../virtio/drivers.ts";
import { nextDeviceWord, parseWindow } from "./cmdline.ts";
import { openMmioTransport } from "./transport.ts";
import { MmioWindow } from "./window.ts";

/** Starts the device at a window with its driver, when there is one. */
export function attachMmioDevice(window: MmioWindow): void {
  const transport = openMmioTransport(window);
  if (transport !== null && !attachDriver(transport)) free(transport);
}

/** Starts every device of the command line, in its order. False when it names none. */
export function probeCommandLineDevices(): boolean {
  let at: usize = 0;
  let found = false;
  while (true) {
    const [word, end] = nextDeviceWord(bootInfo.commandLine, at);
    if (word === null) return found;
    at = end;
    found = true;
    const window: Embed<MmioWindow> = new MmioWindow();
    if (parseWindow(word, window)) attachMmioDevice(window);
    else log(`virtio-mmio: malformed word virtio_mmio.device=${word}`);
  }
}
