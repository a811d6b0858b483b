/**
 * Debug consoles: QEMU's isa-debugcon, a port that takes bytes (docs/boot-protocol.md, "Channels"). Writing never waits.
 * Reading the port gives 0xe9 where the device exists.
 */
import { in8, outString8 } from "../../arch/x64/ports.ts";
import { setLogSink } from "../../lib/log.ts";
import { CharDevice } from "../console.ts";

const LOG_PORT: u16 = 0xe9;
const STDERR_PORT: u16 = 0xea;
const PRESENT: u8 = 0xe9;

function writeLog(text: Ptr<u8>, length: usize): void {
  outString8(LOG_PORT, text, length);
}

/** Sends the kernel's log to the log channel; without one the log goes nowhere. Needs nothing but ports: call it first. */
export function initLogChannel(): void {
  if (in8(LOG_PORT) === PRESENT) setLogSink(writeLog);
}

/** The program's stderr on its own port: output only, its input is at its end. */
class DebugConsole extends CharDevice {
  override readAvailable(_buffer: u64, _n: usize): isize {
    return 0;
  }
  override isReadable(): boolean {
    return true;
  }
  override write(buffer: u64, n: usize): isize {
    outString8(STDERR_PORT, ptr<u8>(buffer), n);
    return isize(n);
  }
  override flush(): void {}
}

/** The stderr channel, or null when the machine has none. */
export function openErrorChannel(): CharDevice | null {
  return in8(STDERR_PORT) === PRESENT ? new DebugConsole() : null;
}
