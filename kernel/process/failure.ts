/** The end when the kernel cannot go on for a reason that is not its own: what it was given does not work. */
import { powerOff } from "../dev/power/power.ts";
import { report } from "../lib/log.ts";

/**
 * Reports one line and ends the machine with a failing status.
 * @noreturn
 * @cold
 */
export function endWithError(text: Text): never {
  report("\x01report-begin");
  report(`osier: ${text}`);
  report("\x01report-end");
  report("\x01exit 125");
  powerOff(125);
}
