/** What the boot benchmarks share: the compiled program, its image, its initramfs, both kernels. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  assembleImage,
  buildDir,
  chooseAccelerator,
  defaultConsole,
  ensureKernel,
  findQemu,
  type KernelFiles,
  type MachineType,
  rootDir,
  type VmConfig,
} from "@osier/cli";
import { initramfsWith } from "./cpio.ts";
import { type Guest, linuxGuest, osierGuest } from "./guests.ts";
import { linuxKernel } from "./linux.ts";

const compileLimitMs = 60_000;
const usual: Required<GuestOptions> = { memoryMiB: 128, cpus: 1, args: [] };

export interface Setup {
  kernel: KernelFiles;
  linux: string;
  osier(machine: MachineType, options?: GuestOptions): Guest;
  linuxGuest(machine: MachineType, options?: GuestOptions): Guest;
}

export interface GuestOptions {
  memoryMiB?: number;
  cpus?: number;
  /** Of the program, after its name. */
  args?: readonly string[];
}

/** The C files of a program: bench/programs/NAME.c, or all in bench/programs/NAME/. */
function sourcesOf(name: string): string[] {
  const place = join(rootDir, "bench/programs", name);
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return [`${place}.c`];
  return readdirSync(place)
    .filter((file) => file.endsWith(".c"))
    .map((file) => join(place, file));
}

/** Builds a program of bench/programs as a static one, and what boots it. */
export async function prepare(name: string): Promise<Setup> {
  const dir = join(buildDir, "bench");
  mkdirSync(dir, { recursive: true });
  const program = join(dir, name);
  execFileSync("gcc", ["-O2", "-static", "-pthread", "-o", program, ...sourcesOf(name)], {
    timeout: compileLimitMs,
  });
  const initramfs = join(dir, `${name}.cpio`);
  writeFileSync(initramfs, initramfsWith(readFileSync(program)));
  const image = await assembleImage(program);
  const kernel = await ensureKernel("release");
  const linux = linuxKernel();
  const qemu = findQemu();
  const { accelerator } = await chooseAccelerator(qemu);
  const config = (machine: MachineType, { memoryMiB, cpus, args }: Required<GuestOptions>): VmConfig => ({
    ...{
      qemu,
      kernel: kernel.boot,
      image: image.path,
      imageBy: "disk",
      machine,
      accelerator,
      memoryMiB,
      cpus,
    },
    ...{
      console: defaultConsole,
      terminal: null,
      verbose: false,
      strace: false,
      aslr: true,
      balloon: false,
      qmpSocket: null,
      gdbPort: null,
    },
    program: { exec: program, argv: [name, ...args], env: [], cwd: "/" },
  });
  return {
    kernel,
    linux,
    osier: (machine, options) => osierGuest(config(machine, { ...usual, ...options })),
    linuxGuest: (machine, options) =>
      linuxGuest({ qemu, accelerator, machine, kernel: linux, initramfs, ...usual, ...options }),
  };
}
