/** The end of the program: its status goes to the host, and the machine is powered off. */
import { flushConsoles } from "../dev/console.ts";
import { powerOff } from "../dev/power/power.ts";
import { logWriter, report } from "../lib/log.ts";

let beforePowerOff: FnPtr<() => void> | null = null;

/** Something to run just before the machine goes: the boot chart. */
export function setBeforePowerOff(action: FnPtr<() => void>): void {
  beforePowerOff = action;
}

/**
 * Ends the program and the machine. `status` is what the shell would see: 0 to 255, 128 + n for a fatal signal.
 * @noreturn
 */
export function exitProgram(status: u32): never {
  const action = beforePowerOff;
  if (action !== null) action();
  flushConsoles();
  logWriter().string("\x01");
  report(`exit ${status & 0xff}`);
  powerOff(u8(status));
}
