/**
 * Runs a machine to its end: connects the channels to our own streams, shows reports, keeps the time limit,
 * and turns the end into the command's exit status.
 */
import { pipeline } from "node:stream/promises";
import { ExitStatus, OsierError } from "../ui/error.ts";
import type { VmConfig } from "./config.ts";
import { LogReader } from "./control.ts";
import { killMachine, type Machine, type MachineEnd, startMachine } from "./machine.ts";
import { stdinEscaper } from "./stdin.ts";
import { Symboliser } from "./symbolise.ts";

export interface RunStreams {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
}

export interface RunOptions {
  /** Seconds until the machine is ended with status 124, or null for no limit. */
  timeoutSeconds: number | null;
  /** Kernel ELF with symbols, for reports. */
  symbols: string;
  /** Milliseconds until a kernel that says nothing is given up; for tests. */
  startLimitMs?: number;
  /** Show the whole kernel log, not only reports. */
  showLog: boolean;
  /** Host file behind a path of the image, for symbols in reports; null when unknown. */
  hostFile(guestPath: string): string | null;
}

/** Why we ended the machine. SIGPIPE: nobody reads the program's output any more. */
type Interruption =
  | { signal: "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGPIPE" }
  | { timeout: number }
  | "not started";

/** A kernel that has not said a word after this time never will: a boot takes tens of milliseconds. */
const startLimitMs = 30_000;

/** Boots the machine; resolves to the status that the command shall exit with. */
export async function runMachine(
  config: VmConfig,
  options: RunOptions,
  streams: RunStreams,
): Promise<number> {
  const symboliser = new Symboliser(options.symbols, options.hostFile);
  const reader = new LogReader((line) => {
    if (line.report) streams.stderr.write(`${symboliser.line(line.text)}\n`);
    else if (options.showLog) streams.stderr.write(`${line.text}\n`);
  });
  const machine = startMachine(config);
  let complaints = "";
  machine.complaints.on("data", (chunk: Buffer) => {
    if (complaints.length < 8192) complaints += chunk.toString("utf8");
  });
  machine.log.on("data", (chunk: Buffer) => reader.feed(chunk));
  machine.stderr.pipe(streams.stderr, { end: false });
  let interruption: Interruption | null = null;
  const interrupt = (cause: Interruption) => {
    interruption ??= cause;
    killMachine(machine);
  };
  connectConsole(machine, streams, () => interrupt({ signal: "SIGPIPE" }));
  const onSignal = (signal: NodeJS.Signals) =>
    interrupt({ signal: signal as "SIGINT" | "SIGTERM" | "SIGHUP" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  const limit = options.timeoutSeconds;
  const startTimer = setTimeout(() => {
    if (!reader.started && config.gdbPort === null) interrupt("not started");
  }, options.startLimitMs ?? startLimitMs);
  const timer = limit === null ? null : setTimeout(() => interrupt({ timeout: limit }), limit * 1000);
  try {
    const end = await machine.ended;
    reader.end();
    return exitStatus(reader, end, interruption, complaints);
  } finally {
    clearTimeout(startTimer);
    if (timer !== null) clearTimeout(timer);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, onSignal);
    killMachine(machine);
    (streams.stdin as NodeJS.ReadStream).destroy?.();
  }
}

/** Passes stdin in and stdout out. Whichever side closes first, the other is not an error. */
function connectConsole(machine: Machine, streams: RunStreams, onBrokenPipe: () => void): void {
  const ignoreClosed = () => undefined; // the guest or the reader of our output is gone; the end tells the rest
  machine.console.on("error", ignoreClosed);
  machine.console.pipe(streams.stdout, { end: false });
  streams.stdout.on("error", onBrokenPipe);
  // The socket stays open for output after the end of stdin, which travels as an escape of its own.
  pipeline(streams.stdin, stdinEscaper(), machine.console, { end: false }).catch(ignoreClosed);
}

function exitStatus(
  reader: LogReader,
  end: MachineEnd,
  interruption: Interruption | null,
  complaints: string,
): number {
  if (reader.exitStatus !== null) return reader.exitStatus;
  if (interruption !== null && interruption !== "not started" && "signal" in interruption) {
    return { SIGHUP: 129, SIGINT: ExitStatus.interrupt, SIGPIPE: 141, SIGTERM: ExitStatus.terminated }[
      interruption.signal
    ];
  }
  const tail = reader.tail.map((line) => `  | ${line}`).join("\n");
  const said = [complaints.trim(), tail].filter((text) => text !== "").join("\n");
  const where = said === "" ? "the machine said nothing" : `last words:\n${said}`;
  if (interruption === "not started") {
    throw new OsierError({
      what: "the kernel did not start, so the machine was ended",
      where,
      mend: "give the machine more memory with -m, and check it with ./osier doctor",
    });
  }
  if (interruption !== null) {
    throw new OsierError({
      what: `the program did not end within ${interruption.timeout} s, so the machine was ended`,
      where,
      mend: "give it longer with --timeout SECONDS, or watch it with --verbose",
      status: ExitStatus.timeout,
    });
  }
  if (reader.panicked) {
    throw new OsierError({
      what: "the kernel panicked (report above)",
      mend: "see the boot log with --verbose; this is a defect of Osier",
    });
  }
  const how =
    end.signal !== null ? `QEMU was killed by ${end.signal}` : `QEMU ended with status ${end.status}`;
  throw new OsierError({
    what: `the machine ended without the program's exit status (${how})`,
    where,
    mend: "see the boot log with --verbose, and check the machine with ./osier doctor",
  });
}
