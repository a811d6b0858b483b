/** Objects to an executable: ld.lld for the kernel, clang as the driver of ld.lld for Linux executables. */
import { mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BuildMode, Sanitizer, TargetName } from "../options.ts";
import { CompilerError } from "./error.ts";
import { cacheDir } from "./places.ts";
import { runTool, type ToolResult } from "./process.ts";
import { archOf, tripleOf } from "./target.ts";
import { tool } from "./tools.ts";

/** What every link has: unused sections go, equal functions whose address nobody takes are one, same input same bytes. */
const commonFlags = ["--gc-sections", "--icf=safe", "-z", "noexecstack", "--build-id=none"];

function ltoFlags(mode: BuildMode): string[] {
  if (mode !== "release") return [];
  return ["--lto-O2", "--lto-CGO2", "--thinlto-jobs=all", `--thinlto-cache-dir=${join(cacheDir, "thinlto")}`];
}

function judge(result: ToolResult, out: string): void {
  if (result.status === 0) return;
  const cause = result.timedOut ? "it ran out of time" : result.stderr.trim();
  const missing = /undefined symbol: (\S+)/.exec(cause);
  throw new CompilerError({
    what: `Linking fails: ${cause}`,
    where: out,
    mend:
      missing === null
        ? "Read the linker's message above."
        : `Define ${missing[1]} (a function with the tag @symbol ${missing[1]}), or remove its use.`,
  });
}

/** Links the kernel by its linker script. */
export async function linkKernel(
  objects: readonly string[],
  options: {
    readonly script: string;
    readonly out: string;
    readonly mode: BuildMode;
    readonly target: TargetName;
  },
): Promise<void> {
  const lld = await tool("ld.lld");
  mkdirSync(dirname(options.out), { recursive: true });
  const scratch = `${options.out}.${process.pid}`;
  const isX64 = archOf(options.target) === "x64";
  const machine = isX64 ? "elf_x86_64" : "aarch64elf";
  // What the kernel needs to move itself: a table of the words that hold addresses.
  const kind = isX64 ? ["-pie", "--no-dynamic-linker", "-z", "text", "--pack-dyn-relocs=relr"] : ["-static"];
  const result = await runTool(lld.path, [
    ...["-m", machine, ...kind, "-nostdlib", "-z", "max-page-size=4096"],
    ...["-T", options.script],
    ...commonFlags,
    ...ltoFlags(options.mode),
    // Frame sizes, for `osierc stack`: stripped with the symbols.
    ...["-mllvm", "-stack-size-section"],
    ...["-o", scratch],
    ...objects,
  ]);
  judge(result, options.out);
  renameSync(scratch, options.out);
}

/** Removes symbols and debug information. */
export async function strip(from: string, to: string): Promise<void> {
  const strippers = await tool("llvm-strip");
  const scratch = `${to}.${process.pid}`;
  judge(await runTool(strippers.path, ["--strip-all", "-o", scratch, from]), to);
  renameSync(scratch, to);
}

/** Links a Linux executable against the C library; `symbols` gives names that the linker defines. */
export async function linkHost(
  objects: readonly string[],
  options: {
    readonly out: string;
    readonly mode: BuildMode;
    readonly target: TargetName;
    readonly sanitize: readonly Sanitizer[];
    readonly symbols: readonly (readonly [name: string, value: string])[];
  },
): Promise<void> {
  const [clang, lld] = await Promise.all([tool("clang"), tool("ld.lld")]);
  mkdirSync(dirname(options.out), { recursive: true });
  const scratch = `${options.out}.${process.pid}`;
  const linkerFlags = [...commonFlags, ...ltoFlags(options.mode)].filter(
    (flag) => !flag.startsWith("--lto-O"),
  );
  const result = await runTool(clang.path, [
    `--target=${tripleOf(options.target)}`,
    ...["-pie", `--ld-path=${lld.path}`, "-o", scratch],
    ...(options.sanitize.length > 0 ? [`-fsanitize=${options.sanitize.join(",")}`] : []),
    ...linkerFlags.flatMap((flag) => ["-Xlinker", flag]),
    ...options.symbols.flatMap(([name, value]) => ["-Xlinker", `--defsym=${name}=${value}`]),
    ...objects,
    "-lm",
  ]);
  judge(result, options.out);
  renameSync(scratch, options.out);
}
