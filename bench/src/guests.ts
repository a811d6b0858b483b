/**
 * Boots a static program under Osier and under Linux on the same QEMU machine, and times its first byte.
 *
 * Both commands differ only in the kernel and in how the program reaches it: Osier loads it from an EROFS image on
 * a virtio disk, Linux has it as /init of an initramfs. Every boot has a time limit.
 */
import { spawn } from "node:child_process";
import { type MachineType, machineOptions, qemuCommand, type VmConfig } from "@osier/cli";

export interface Guest {
  name: string;
  command: string[];
}

export interface Boot {
  /** Milliseconds from spawn to the first byte of `marker`, or null when it did not come in time. */
  firstOutputMs: number | null;
  /** Milliseconds from spawn to QEMU's end, or null when it had to be ended. */
  endMs: number | null;
  output: string;
}

/** Osier's guest: the machine as `osier run` makes it, with the log channel dropped. */
export function osierGuest(config: VmConfig): Guest {
  return {
    name: "osier",
    command: qemuCommand(config, { console: "stdio,signal=off", stderr: "null", log: "null" }, ""),
  };
}

export interface LinuxGuestOptions {
  qemu: string;
  accelerator: string;
  machine: MachineType;
  kernel: string;
  initramfs: string;
  memoryMiB: number;
  cpus: number;
  /** Of /init, after its name. */
  args: readonly string[];
}

/**
 * Linux's guest, with a quiet console, which is to its advantage. Without a disk it needs no ACPI on microvm.
 * All else is the kernel's own default: its mitigations, its huge pages, its scheduler.
 */
export function linuxGuest(options: LinuxGuestOptions): Guest {
  const { qemu, accelerator, machine, kernel, initramfs, memoryMiB, cpus, args } = options;
  const append = [
    "console=ttyS0 quiet loglevel=0 panic=-1 reboot=t",
    ...(args.length === 0 ? [] : ["--", ...args]),
  ];
  return {
    name: "linux",
    command: [
      ...[
        qemu,
        ...machineOptions(machine),
        "-accel",
        accelerator,
        "-cpu",
        accelerator === "kvm" ? "host" : "max",
      ],
      ...[
        "-m",
        `${memoryMiB}M`,
        "-smp",
        String(cpus),
        "-nodefaults",
        "-no-user-config",
        "-display",
        "none",
        "-no-reboot",
      ],
      ...["-chardev", "stdio,id=con,signal=off", "-serial", "chardev:con"],
      ...["-kernel", kernel, "-initrd", initramfs, "-append", append.join(" ")],
    ],
  };
}

/**
 * Boots a guest once.
 * @param untilEnd wait for QEMU to end by itself rather than end it at the marker
 */
export async function boot(guest: Guest, marker: string, limitMs: number, untilEnd = false): Promise<Boot> {
  const [file, ...args] = guest.command;
  const start = process.hrtime.bigint();
  const elapsed = () => Number(process.hrtime.bigint() - start) / 1e6;
  // stdin stays open: at its end a virtio port would count as closed, and drop the output
  const child = spawn(file as string, args, { stdio: ["pipe", "pipe", "ignore"] });
  const result: Boot = { firstOutputMs: null, endMs: null, output: "" };
  const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
  child.stdout.on("data", (chunk: Buffer) => {
    const now = elapsed();
    result.output += chunk.toString("latin1");
    if (result.firstOutputMs !== null || !result.output.includes(marker)) return;
    result.firstOutputMs = now;
    if (!untilEnd) child.kill("SIGKILL");
  });
  return await new Promise<Boot>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      clearTimeout(timer);
      if (status !== null) result.endMs = elapsed();
      resolve(result);
    });
  });
}
