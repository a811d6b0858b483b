/** What a build is asked for and what it gives: types only, so that every room may import them. */

/**
 * `release`: ThinLTO at -O2. `development`: each file by itself at -O2, cached by content, fastest to rebuild.
 * `debug`: -O0, every local visible to gdb.
 */
export type BuildMode = "release" | "development" | "debug";
export type Arch = "x64" | "aarch64";
/** `host` is a Linux executable for this machine, `host-aarch64` one for aarch64 (run by qemu-aarch64 elsewhere). */
export type TargetName = Arch | "host" | "host-aarch64";
export type Sanitizer = "address" | "undefined" | "fuzzer";

export interface KernelBuildOptions {
  /** The kernel's source folder: it holds main.ts and arch/ARCH/kernel.ld. */
  readonly root: string;
  readonly arch: Arch;
  readonly mode: BuildMode;
  /** Path of the profile (the .ts file that exports `osier_probe_devices`), where it is not profiles/all.ts. */
  readonly profile?: string;
  readonly outDir: string;
}

export interface KernelBuild {
  /** ELF with symbols and DWARF. */
  readonly elf: string;
  /** The same without them: what boots. */
  readonly stripped: string;
  /** False when the outputs of an earlier build were still right. */
  readonly rebuilt: boolean;
  /** Bytes. */
  readonly sizes: { readonly elf: number; readonly stripped: number };
}

export interface HostBuildOptions {
  /** The file with `export function main(): i32` (or `fuzzOne`, when `sanitize` has `fuzzer`). */
  readonly file: string;
  readonly out: string;
  readonly mode: BuildMode;
  readonly sanitize?: readonly Sanitizer[];
  readonly target?: "host" | "host-aarch64";
  /** What symbols and DWARF paths are relative to. Default: the kernel folder of this repository. */
  readonly root?: string;
  /** Run `opt -passes=verify` on every module. */
  readonly verify?: boolean;
}

export interface HostBuild {
  readonly executable: string;
  readonly rebuilt: boolean;
}
