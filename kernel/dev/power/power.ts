/**
 * The end of the machine.
 *
 * Ways are tried from the surest to the crudest: QEMU's isa-debug-exit (docs/boot-protocol.md, "End"), the ways that
 * a bus has registered (ACPI), the keyboard controller's reset line, and at last a triple fault.
 */
import { disableInterrupts, haltForever } from "../../arch/x64/cpu.ts";
import { in8, out8, out32 } from "../../arch/x64/ports.ts";
import { tripleFault } from "../../arch/x64/reset.ts";

const DEBUG_EXIT: u16 = 0xf4;
const KEYBOARD_STATUS: u16 = 0x64;
const KEYBOARD_INPUT_FULL: u8 = 2;
const KEYBOARD_PULSE_RESET: u8 = 0xfe;

let firmwareOff: FnPtr<() => void> | null = null;

/** A way to power off that the firmware's tables describe; returns when it did not work. */
export function setFirmwarePowerOff(action: FnPtr<() => void>): void {
  firmwareOff = action;
}

function resetByKeyboardController(): void {
  let polls: u32 = 0;
  while ((in8(KEYBOARD_STATUS) & KEYBOARD_INPUT_FULL) !== 0 && polls < 10000) polls++;
  out8(KEYBOARD_STATUS, KEYBOARD_PULSE_RESET);
}

/**
 * Ends the machine. The host learns `status` where the machine can tell it; the log's exit line is what counts.
 * @noreturn
 */
export function powerOff(status: u8): never {
  disableInterrupts();
  out32(DEBUG_EXIT, u32(status));
  const firmware = firmwareOff;
  if (firmware !== null) firmware();
  resetByKeyboardController();
  tripleFault();
  haltForever();
}
