/**
 * Pin interrupts, for functions without MSI-X.
 *
 * Which IO-APIC line a pin raises is board wiring that only ACPI's _PRT methods tell. Two rules cover the machines
 * that this kernel runs on: behind an Intel 82G33 host bridge (QEMU's q35) devices 0 to 24 of the root bus raise lines
 * 20 to 23 in rotation (ICH9 data sheet, section 10.1.20: the reset values of DxxIR); elsewhere the line that the
 * firmware left in the interrupt-line register is taken.
 */
import { attachToLine, type InterruptSource } from "../../interrupts.ts";
import { Command, type PciFunction } from "./function.ts";
import { Header } from "./header.ts";

const HOST_BRIDGE_82G33: u32 = 0x29c08086;
const ROTATED_DEVICES: u32 = 25;

/** The line of pin 1 to 4 (INTA to INTD) of a function. */
export function lineOfPin(hostBridge: u32, device: u32, pin: u32, firmwareLine: u32): u32 {
  if (hostBridge === HOST_BRIDGE_82G33 && device < ROTATED_DEVICES) return 20 + ((device + pin - 1) & 3);
  return firmwareLine;
}

/** Routes the function's pin to `source`. False when it has none. */
export function enableIntx(f: PciFunction, source: InterruptSource): boolean {
  const pin = u32(f.read8(Header.interruptPin));
  if (pin === 0 || pin > 4) return false;
  const hostBridge = f.hostBridgeId();
  const line = lineOfPin(hostBridge, f.device, pin, u32(f.read8(Header.interruptLine)));
  f.changeCommand(0, Command.interruptDisable);
  return attachToLine(source, line, true);
}
