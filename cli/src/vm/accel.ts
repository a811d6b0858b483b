/**
 * Chooses KVM or TCG by really booting a tiny kernel under KVM: `/dev/kvm` can exist and hang.
 *
 * The answer holds for one boot of this machine and one QEMU binary, and is kept in a file, so that the probe
 * costs its time once.
 */
import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { machineCacheDir } from "../paths.ts";
import type { Accelerator } from "./config.ts";
import { longModeExit, pvhKernel } from "./pvh.ts";

export interface AcceleratorChoice {
  accelerator: Accelerator;
  /** Why, for people. */
  reason: string;
  /** True when the answer was found now and not read from the cache. */
  probed: boolean;
}

const probeLimitMs = 2000;
const probeValue = 0x2a;

/** Boots the probe kernel; resolves to whether it ran to its end in time. */
export async function probe(
  qemu: string,
  accelerator: Accelerator,
  limitMs = probeLimitMs,
): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), "osier-probe-"));
  try {
    const kernel = join(dir, "probe.elf");
    writeFileSync(kernel, pvhKernel(longModeExit(probeValue)));
    const cpu = accelerator === "kvm" ? "host" : "max";
    const args = ["-M", "microvm,acpi=off", "-accel", accelerator, "-cpu", cpu, "-m", "16M", "-nodefaults"];
    args.push(
      "-no-user-config",
      "-display",
      "none",
      "-no-reboot",
      "-device",
      "isa-debug-exit,iobase=0xf4,iosize=4",
    );
    args.push("-kernel", kernel);
    const child = spawn(qemu, args, { stdio: "ignore" });
    const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
    const status = await new Promise<number | null>((done) => {
      child.on("exit", done);
      child.on("error", () => done(null));
    });
    clearTimeout(timer);
    return status === ((probeValue << 1) | 1);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function probeKey(qemu: string): string {
  const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  const { size, mtimeMs } = statSync(qemu);
  return `${bootId} ${process.getuid?.() ?? 0} ${qemu} ${size} ${mtimeMs}`;
}

function kvmUsable(): boolean {
  try {
    accessSync("/dev/kvm", constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

interface CachedChoice {
  key: string;
  accelerator: Accelerator;
  reason: string;
}

function readCached(file: string): CachedChoice | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value !== "object" || value === null) return null;
    const { key, accelerator, reason } = value as Record<string, unknown>;
    if (typeof key !== "string" || typeof reason !== "string") return null;
    return accelerator === "kvm" || accelerator === "tcg" ? { key, accelerator, reason } : null;
  } catch {
    return null; // none yet, or not ours to read: the probe gives the answer again
  }
}

/** The accelerator that works on this machine. */
export async function chooseAccelerator(qemu: string): Promise<AcceleratorChoice> {
  const file = join(machineCacheDir(), "accelerator.json");
  const key = probeKey(qemu);
  const cached = readCached(file);
  if (cached !== null && cached.key === key) return { ...cached, probed: false };

  let accelerator: Accelerator = "tcg";
  let reason = "/dev/kvm is missing or may not be opened";
  if (kvmUsable()) {
    const works = await probe(qemu, "kvm");
    accelerator = works ? "kvm" : "tcg";
    reason = works ? "a probe booted under KVM" : "a probe did not boot under KVM (limit: 2 s)";
  }
  writeFileSync(file, JSON.stringify({ key, accelerator, reason } satisfies CachedChoice));
  return { accelerator, reason, probed: true };
}
