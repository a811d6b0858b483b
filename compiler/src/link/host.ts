/**
 * Builds Linux executables from Bare TypeScript: unit tests, fuzz harnesses, benchmarks.
 *
 * The C library's start code calls `main`, which the linker defines as the program's own `main(): i32`. A fuzz harness
 * has libFuzzer's `main` and its `fuzzOne`.
 */
import { join, resolve } from "node:path";
import type { HostBuild, HostBuildOptions } from "../options.ts";
import { CompilerError } from "./error.ts";
import { loadForBuild } from "./frontend.ts";
import { linkHost } from "./link.ts";
import { ObjectCompiler } from "./objects.ts";
import { kernelDir } from "./places.ts";
import { objectFlags } from "./target.ts";

/** What every host program links besides its own imports. */
export const hostRuntimeFiles = ["lib/runtime.ts", "lib/host/runtime.ts"].map((file) =>
  join(kernelDir, file),
);

export async function compileHostProgram(options: HostBuildOptions): Promise<HostBuild> {
  const file = resolve(options.file);
  const target = options.target ?? "host";
  const sanitize = options.sanitize ?? [];
  const fuzz = sanitize.includes("fuzzer");
  const entries = [file, ...hostRuntimeFiles];
  if (fuzz) entries.push(join(kernelDir, "lib/host/fuzz.ts"));
  const program = await loadForBuild(entries, {
    root: options.root ?? kernelDir,
    target,
    mode: options.mode,
    sanitize,
  });
  const [entryName, linkName] = fuzz ? ["fuzzOne", "osier_fuzz_one"] : ["main", "main"];
  const symbol = program.symbolOf(file, entryName);
  if (symbol === null) {
    throw new CompilerError({
      what: `The program has no function ${entryName}`,
      where: file,
      mend: fuzz ? "Export fuzzOne(data: Slice<u8>): void." : "Export main(): i32.",
    });
  }
  const compiler = new ObjectCompiler(objectFlags(target, options.mode, sanitize), {
    verify: options.verify ?? false,
  });
  const objects = await program.compile(compiler);
  await linkHost(objects, {
    out: options.out,
    mode: options.mode,
    target,
    sanitize,
    symbols: symbol === linkName ? [] : [[linkName, symbol]],
  });
  compiler.finish();
  return { executable: options.out, rebuilt: true };
}
