/**
 * The kernel log: lines of text on a channel of its own, never on the program's.
 *
 * `log` is silent unless the boot asked for verbosity; `report` always writes. Both may be called from any context.
 */
import { Writer } from "./writer.ts";

type Sink = FnPtr<(text: Ptr<u8>, length: usize) => void>;

let sink: Sink | null = null;
let verbose = false;

class LogWriter extends Writer {
  override string(s: string): void {
    const write = sink;
    if (write !== null) write(s.ptr, s.length);
  }
}

const writer = new LogWriter();

/** Where log text goes, a piece of a line at a time. */
export function setLogSink(to: Sink): void {
  sink = to;
}
export function setVerbose(on: boolean): void {
  verbose = on;
}
export function isVerbose(): boolean {
  return verbose;
}
/** The Writer behind the log, for text that is made in pieces. */
export function logWriter(): Writer {
  return writer;
}

/** One line of the boot and run log, shown on request only. */
export function log(text: Text): void {
  if (verbose) report(text);
}
/** One line that is written whether the log is wanted or not: control lines and reports of failure. */
export function report(text: Text): void {
  writeText(text, writer);
  writer.string("\n");
}

let loggedKeys!: FixedArray<u64, 16>;

/** As `log`, but only the first time for each `key` (0 to 1023). */
export function logOnce(key: u32, text: Text): void {
  if (key >= 1024) return;
  const bit: u64 = u64(1) << (u64(key) & 63);
  if ((loggedKeys[key >> 6] & bit) !== 0) return;
  loggedKeys[key >> 6] |= bit;
  log(text);
}
