/** `osier run`: plan, image, kernel, machine. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pc from "picocolors";
import { parseAddition } from "../closure/assemble.ts";
import { planProgram } from "../closure/program.ts";
import { ensureImage, givenImage, type StoredImage } from "../image-store.ts";
import { ensureKernel, givenKernel, type KernelFiles } from "../kernel.ts";
import { buildDir } from "../paths.ts";
import { withProgress } from "../ui/progress.ts";
import { chooseAccelerator } from "../vm/accel.ts";
import { kernelCommandLine } from "../vm/cmdline.ts";
import type { Accelerator, Terminal, VmConfig } from "../vm/config.ts";
import { findQemu } from "../vm/find-qemu.ts";
import { freePort, writeGdbScript } from "../vm/gdb.ts";
import { qemuCommand, shellQuote, typedBackends } from "../vm/qemu.ts";
import { runMachine } from "../vm/run.ts";
import { guestEnvironment, localesOf } from "./environment.ts";
import type { RunFlags } from "./run-flags.ts";

/** Runs a program; resolves to the exit status of the command. */
export async function run(name: string, args: readonly string[], flags: RunFlags): Promise<number> {
  const qemu = findQemu();
  const terminal = hostTerminal();
  const env = guestEnvironment(flags.env, process.env, terminal !== null);
  const { image, exec, argv } = await imageFor(name, env, flags);
  const kernel = await kernelFor(flags);
  const config: VmConfig = {
    qemu,
    kernel: kernel.boot,
    image: image.path,
    imageBy: flags.initrd === true ? "initrd" : "disk",
    machine: flags.machine,
    accelerator: await acceleratorFor(qemu, flags),
    memoryMiB: flags.memory,
    cpus: flags.cpus,
    console: flags.console,
    program: { exec, argv: [...argv, ...args], env: withTemporaryDir(env, image), cwd: flags.workdir },
    terminal,
    verbose: flags.verbose === true,
    strace: flags.strace === true,
    aslr: flags.aslr,
    balloon: flags.balloon === true,
    qmpSocket: flags.qmp ?? null,
    gdbPort: flags.gdb === true ? await freePort() : null,
  };
  if (flags.printConfig === true)
    return print(JSON.stringify({ ...config, image, symbols: kernel.symbols }, null, 2));
  const command = typedCommand(config);
  if (flags.dryRun === true) return print(command);
  if (config.verbose) describe(image, command);
  if (config.gdbPort !== null) announceGdb(config.gdbPort, kernel.symbols, image, exec);
  const options = {
    timeoutSeconds: flags.timeout ?? null,
    showLog: config.verbose || config.strace,
    symbols: kernel.symbols,
    hostFile: image.hostFile,
  };
  return await runMachine(config, options, process);
}

interface Prepared {
  image: StoredImage;
  /** Path of the executable in the image. */
  exec: string;
  /** argv up to the user's arguments. */
  argv: string[];
}

/** The image that the user gave, or the one that the program needs. */
async function imageFor(name: string, env: readonly string[], flags: RunFlags): Promise<Prepared> {
  if (flags.image !== undefined)
    return { image: givenImage(flags.image), exec: resolve("/", name), argv: [name] };
  const plan = planProgram(name);
  const options = {
    packages: flags.packages,
    additions: flags.add.map(parseAddition),
    also: flags.also.map(planProgram),
    locales: localesOf(env),
    cwd: flags.workdir,
  };
  const make = () => ensureImage(plan, options, !flags.cache);
  return {
    image: await withProgress(`making the image of ${name}`, make),
    exec: plan.executable,
    argv: plan.argv,
  };
}

/** A program that lies under /tmp keeps that directory from being writable. */
function withTemporaryDir(env: readonly string[], image: StoredImage): string[] {
  const given = env.some((variable) => variable.startsWith("TMPDIR="));
  return image.occupiesTmp && !given ? [...env, "TMPDIR=/var/tmp"] : [...env];
}

/** The command for a shell, with its arguments file written where it says. */
function typedCommand(config: VmConfig): string {
  const file = join(buildDir, "args.bin");
  const { fwCfg } = kernelCommandLine(config);
  if (fwCfg !== null) writeFileSync(file, fwCfg);
  return shellQuote(qemuCommand(config, typedBackends, file));
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function describe(image: StoredImage, command: string): void {
  const size = (image.size / 1048576).toFixed(1);
  const from = image.packages.length === 0 ? "" : `, with data of ${image.packages.join(", ")}`;
  process.stderr.write(
    pc.dim(`image: ${image.path} (${size} MiB${image.cached ? ", cached" : ""}${from})\nqemu:  ${command}\n`),
  );
}

async function kernelFor(flags: RunFlags): Promise<KernelFiles> {
  if (flags.kernel !== undefined) return givenKernel(flags.kernel);
  return await withProgress("building the kernel", () =>
    ensureKernel(flags.gdb === true ? "debug" : flags.kernelMode),
  );
}

async function acceleratorFor(qemu: string, flags: RunFlags): Promise<Accelerator> {
  if (flags.accel !== "auto") return flags.accel;
  const choice = await chooseAccelerator(qemu);
  const worthSaying =
    flags.verbose === true || (choice.probed && choice.accelerator === "tcg" && process.stderr.isTTY);
  if (worthSaying) process.stderr.write(pc.dim(`accelerator: ${choice.accelerator} (${choice.reason})\n`));
  return choice.accelerator;
}

function hostTerminal(): Terminal | null {
  const streams = [process.stdin, process.stdout, process.stderr] as const;
  const fds = [0, 1, 2].filter((fd) => streams[fd]?.isTTY === true);
  if (fds.length === 0) return null;
  const { columns = 80, rows = 24 } = process.stdout.isTTY ? process.stdout : process.stderr;
  return { fds, columns, rows };
}

function announceGdb(port: number, symbols: string, image: StoredImage, executable: string): void {
  const script = writeGdbScript({ port, kernel: symbols, program: image.hostFile(executable) ?? executable });
  process.stderr.write(`The machine waits for gdb. In another terminal:\n  gdb -x ${script}\n`);
}
