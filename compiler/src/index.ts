/**
 * The compiler's public face: build the kernel, build a host program, check files.
 *
 * This module loads nothing heavy: the front end (and with it `typescript`) comes in by a dynamic import only when
 * something has to be compiled, so that an unchanged build answers in milliseconds.
 */
export type { Diagnostic } from "./frontend/diagnostics.ts";
export { CompilerError, ProgramRejected } from "./link/error.ts";
export type {
  Arch,
  BuildMode,
  HostBuild,
  HostBuildOptions,
  KernelBuild,
  KernelBuildOptions,
  Sanitizer,
  TargetName,
} from "./options.ts";

import type { Diagnostic } from "./frontend/diagnostics.ts";
import type { HostBuild, HostBuildOptions, KernelBuild, KernelBuildOptions, TargetName } from "./options.ts";

/**
 * Compiles and links the kernel: `root`/main.ts and all it imports.
 *
 * Writes `outDir`/kernel.elf (symbols and DWARF) and `outDir`/kernel.stripped.elf. Nothing is done when no input has
 * changed since the last build into `outDir`.
 * @throws CompilerError with the diagnostics, or when a tool of LLVM 19 is missing.
 */
export async function buildKernel(options: KernelBuildOptions): Promise<KernelBuild> {
  const { unchangedKernel } = await import("./link/manifest.ts");
  const unchanged = unchangedKernel(options);
  if (unchanged !== null) return unchanged;
  const { compileKernel } = await import("./link/kernel.ts");
  return compileKernel(options);
}

/** Compiles a file with `export function main(): i32` to a Linux executable, with the host runtime. */
export async function buildHostProgram(options: HostBuildOptions): Promise<HostBuild> {
  const { compileHostProgram } = await import("./link/host.ts");
  return compileHostProgram(options);
}

/** Parses and checks files and all they import; gives the diagnostics of tsc and of the dialect. */
export async function checkProgram(
  files: readonly string[],
  options: { readonly root?: string; readonly target?: TargetName } = {},
): Promise<readonly Diagnostic[]> {
  const { check } = await import("./link/frontend.ts");
  return check(files, options);
}
