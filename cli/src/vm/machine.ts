/**
 * One running QEMU process and its three channels.
 *
 * Every channel is a socket pair whose far end QEMU inherits, so nothing touches the terminal's own file
 * descriptions. QEMU runs in a session of its own (the terminal's Ctrl-C is ours to handle) and, by setpriv(1),
 * gets SIGKILL when this process dies, however it dies.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex, Readable } from "node:stream";
import { ExitStatus, errorCode, OsierError } from "../ui/error.ts";
import { kernelCommandLine } from "./cmdline.ts";
import type { VmConfig } from "./config.ts";
import { type ChannelBackends, qemuCommand } from "./qemu.ts";

const setpriv = "/usr/bin/setpriv";

/** Descriptor numbers of the channels in QEMU. */
const socketBackends: ChannelBackends = { console: "socket,fd=3", stderr: "socket,fd=4", log: "socket,fd=5" };

export interface Machine {
  process: ChildProcess;
  /** The program's stdin (write) and stdout (read). */
  console: Duplex;
  /** The program's stderr. */
  stderr: Readable;
  log: Readable;
  /** What QEMU itself says: its errors and warnings. */
  complaints: Readable;
  /** Resolves when QEMU has ended and all channels are drained. */
  ended: Promise<MachineEnd>;
}

export interface MachineEnd {
  /** QEMU's exit status, or null when a signal ended it. */
  status: number | null;
  signal: NodeJS.Signals | null;
}

/** Starts QEMU. A QEMU that cannot be executed rejects `ended`. */
export function startMachine(config: VmConfig): Machine {
  const { fwCfg } = kernelCommandLine(config);
  let dir: string | null = null;
  let fwCfgFile = "";
  if (fwCfg !== null) {
    dir = mkdtempSync(join(tmpdir(), "osier-run-"));
    fwCfgFile = join(dir, "args");
    writeFileSync(fwCfgFile, fwCfg);
  }
  const command = qemuCommand(config, socketBackends, fwCfgFile);
  const prefix = existsSync(setpriv) ? [setpriv, "--pdeathsig", "KILL", "--"] : [];
  const [file, ...args] = [...prefix, ...command];
  const child = spawn(file as string, args, {
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<MachineEnd>((resolve, reject) => {
    child.on("error", (cause) => reject(startError(config, cause)));
    child.on("close", (status, signal) => resolve({ status, signal }));
  }).finally(() => {
    if (dir !== null) rmSync(dir, { recursive: true, force: true });
  });
  const [, , complaints, console, stderr, log] = child.stdio as unknown[];
  return {
    process: child,
    console: console as Duplex,
    stderr: stderr as Readable,
    log: log as Readable,
    complaints: complaints as Readable,
    ended,
  };
}

function startError(config: VmConfig, cause: unknown): OsierError {
  return new OsierError({
    what: `QEMU could not be started (${errorCode(cause) || String(cause)})`,
    where: config.qemu,
    mend: "install it: sudo apt-get install qemu-system-x86, then try ./osier doctor",
    status: ExitStatus.osier,
    cause,
  });
}

/** Ends a machine at once; nothing happens when it has ended already. */
export function killMachine(machine: Machine): void {
  if (machine.process.exitCode === null && machine.process.signalCode === null)
    machine.process.kill("SIGKILL");
}
