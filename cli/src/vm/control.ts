/**
 * Reads the log channel (docs/boot-protocol.md, "Log and control"): lines that begin with byte 0x01 are for us,
 * lines between report marks are always shown, the rest is the kernel's log.
 *
 * The channel is a guest's, so nothing in it is trusted: lines are cut at a length, an exit status out of range
 * or written twice does not count, unknown control lines are dropped.
 */
import { StringDecoder } from "node:string_decoder";

const maxLineLength = 16 * 1024;
const tailLength = 40;

export interface LogLine {
  text: string;
  /** True inside a report, which is shown even without --verbose. */
  report: boolean;
}

export class LogReader {
  /** Status of the `exit` line, or null while there was none. */
  exitStatus: number | null = null;
  panicked = false;
  /** Whether the kernel has given any sign of life. */
  started = false;
  /** The last lines, for the message about a machine that ended without a status. */
  readonly tail: string[] = [];

  private readonly decoder = new StringDecoder("utf8");
  private pending = "";
  private inReport = false;

  constructor(private readonly onLine: (line: LogLine) => void) {}

  feed(chunk: Buffer): void {
    this.pending += this.decoder.write(chunk);
    let end = this.pending.indexOf("\n");
    while (end >= 0) {
      this.line(this.pending.slice(0, end));
      this.pending = this.pending.slice(end + 1);
      end = this.pending.indexOf("\n");
    }
    if (this.pending.length > maxLineLength) {
      this.line(this.pending);
      this.pending = "";
    }
  }

  /** The channel is closed: a last line without a newline counts. */
  end(): void {
    this.pending += this.decoder.end();
    if (this.pending !== "") this.line(this.pending);
    this.pending = "";
  }

  private line(raw: string): void {
    this.started = true;
    const text = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (text.startsWith("\x01")) this.control(text.slice(1));
    else {
      this.tail.push(text);
      if (this.tail.length > tailLength) this.tail.shift();
      this.onLine({ text, report: this.inReport });
    }
  }

  private control(command: string): void {
    const exit = /^exit (\d{1,3})$/.exec(command);
    if (exit !== null && this.exitStatus === null && Number(exit[1]) <= 255)
      this.exitStatus = Number(exit[1]);
    else if (command === "panic") this.panicked = true;
    else if (command === "report-begin") this.inReport = true;
    else if (command === "report-end") this.inReport = false;
  }
}
