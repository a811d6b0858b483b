/** The kernel that a run boots: built by the compiler, which does nothing when no source changed. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type BuildMode, buildKernel } from "@osier/compiler";
import { withLock } from "./file-lock.ts";
import { buildDir, rootDir } from "./paths.ts";
import { OsierError } from "./ui/error.ts";

export interface KernelFiles {
  /** The ELF file with symbols and debug information. */
  symbols: string;
  /** The stripped ELF file, which is booted. */
  boot: string;
  /** Size of the stripped file in bytes. */
  bytes: number;
  /** True when it had to be built now. */
  built: boolean;
}

/** How long another command may take with the same build. */
const buildLimitMs = 300_000;

/** The kernel of this mode, built when a source of it changed. */
export async function ensureKernel(mode: BuildMode): Promise<KernelFiles> {
  const root = join(rootDir, "kernel");
  const outDir = join(buildDir, "kernel", mode);
  const lock = join(buildDir, "kernel", `${mode}.lock`);
  const build = await withLock(lock, buildLimitMs, () => buildKernel({ root, arch: "x64", mode, outDir }));
  return { symbols: build.elf, boot: build.stripped, bytes: build.sizes.stripped, built: build.rebuilt };
}

/** A kernel that the user built elsewhere; it serves for its own symbols. */
export function givenKernel(path: string): KernelFiles {
  if (!existsSync(path))
    throw new OsierError({ what: "there is no such kernel", where: path, mend: "check --kernel FILE" });
  return { symbols: path, boot: path, bytes: statSync(path).size, built: false };
}
