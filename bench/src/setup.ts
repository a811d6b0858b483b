/** What the boot benchmarks share: the compiled program, its image, its initramfs, both kernels. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
export const defaultMemoryMiB = 128;

export interface Setup {
  kernel: KernelFiles;
  linux: string;
  osier(machine: MachineType, memoryMiB?: number): Guest;
  linuxGuest(machine: MachineType, memoryMiB?: number): Guest;
}

/** Builds bench/programs/NAME.c as a static program and what boots it. */
export async function prepare(name: string): Promise<Setup> {
  const dir = join(buildDir, "bench");
  mkdirSync(dir, { recursive: true });
  const program = join(dir, name);
  const source = join(rootDir, "bench/programs", `${name}.c`);
  execFileSync("gcc", ["-O2", "-static", "-o", program, source], { timeout: compileLimitMs });
  const initramfs = join(dir, `${name}.cpio`);
  writeFileSync(initramfs, initramfsWith(readFileSync(program)));
  const image = await assembleImage(program);
  const kernel = await ensureKernel("release");
  const linux = linuxKernel();
  const qemu = findQemu();
  const { accelerator } = await chooseAccelerator(qemu);
  const config = (machine: MachineType, memoryMiB: number): VmConfig => ({
    ...{
      qemu,
      kernel: kernel.boot,
      image: image.path,
      imageBy: "disk",
      machine,
      accelerator,
      memoryMiB,
      cpus: 1,
    },
    ...{ console: defaultConsole, terminal: null, verbose: false, strace: false, gdbPort: null },
    program: { exec: program, argv: [name], env: [], cwd: "/" },
  });
  return {
    kernel,
    linux,
    osier: (machine, memoryMiB = defaultMemoryMiB) => osierGuest(config(machine, memoryMiB)),
    linuxGuest: (machine, memoryMiB = defaultMemoryMiB) =>
      linuxGuest({ qemu, accelerator, machine, kernel: linux, initramfs, memoryMiB }),
  };
}
