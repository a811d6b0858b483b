/**
 * osierc: the compiler by itself, for tests and developers.
 *
 *   osierc build FILE -o OUT [--target host|host-aarch64|aarch64|x64] [--sanitize address,undefined] [-O0|-O2]
 *                            [--emit exe|obj|ir] [--lto] [--verify]
 *   osierc run FILE          builds for this machine and runs it
 *   osierc check FILE...     diagnostics only
 *   osierc fuzz FILE [--runs N]
 *   osierc stack [SYMBOL...] [--budget BYTES] [--target x64|aarch64] [--profile FILE]
 *                            greatest stack depths; status 1 when those of the symbols together exceed the budget
 *   osierc kernel -o DIR [--target x64|aarch64] [--mode release|development|debug] [--profile FILE]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatDiagnostic } from "./frontend/diagnostics.ts";
import { buildHostProgram, buildKernel, CompilerError, checkProgram, ProgramRejected } from "./index.ts";
import { cacheDir, kernelDir } from "./link/places.ts";
import type { BuildMode, KernelBuildOptions, Sanitizer, TargetName } from "./options.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  args: process.argv.slice(2).map((arg) => (/^-O[02]$/.test(arg) ? `--optimise=${arg[2]}` : arg)),
  options: {
    out: { type: "string", short: "o" },
    target: { type: "string" },
    sanitize: { type: "string", default: "" },
    optimise: { type: "string", default: "2" },
    emit: { type: "string", default: "exe" },
    lto: { type: "boolean", default: false },
    verify: { type: "boolean", default: false },
    runs: { type: "string", default: "100000" },
    mode: { type: "string" },
    profile: { type: "string" },
    budget: { type: "string" },
  },
});

function choice<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new CompilerError({
    what: `--${name} ${value} is not known`,
    where: "command line",
    mend: `Use one of: ${allowed.join(", ")}`,
  });
}

const targets: readonly TargetName[] = ["host", "host-aarch64", "x64", "aarch64"];
const modes: readonly BuildMode[] = ["release", "development", "debug"];
const optimised = values.lto ? "release" : "development";
const mode: BuildMode =
  values.mode !== undefined
    ? choice("mode", values.mode, modes)
    : values.optimise === "0"
      ? "debug"
      : optimised;
const sanitize = values.sanitize
  .split(",")
  .filter((name) => name !== "")
  .map((name): Sanitizer => choice("sanitize", name, ["address", "undefined", "fuzzer"]));

function fileArgument(): string {
  const file = positionals[1];
  if (file !== undefined) return resolve(file);
  throw new CompilerError({
    what: "No file is given",
    where: "command line",
    mend: "Usage: osierc build FILE -o OUT",
  });
}

/** IR or objects of every module, into the folder OUT. */
async function emitModules(file: string, target: TargetName, out: string): Promise<void> {
  const { loadForBuild } = await import("./link/frontend.ts");
  const { ObjectCompiler } = await import("./link/objects.ts");
  const { objectFlags } = await import("./link/target.ts");
  const program = await loadForBuild([file], { root: kernelDir, target, mode, sanitize });
  mkdirSync(out, { recursive: true });
  const compiler = new ObjectCompiler(objectFlags(target, mode, sanitize), { verify: values.verify });
  for (const unit of program.program.files) {
    const ir = await program.lower(unit);
    const name = join(out, unit.path.replace(/[^A-Za-z0-9]+/g, "_"));
    writeFileSync(`${name}.ll`, ir);
    if (values.emit === "obj") {
      const { copyFileSync } = await import("node:fs");
      copyFileSync(await compiler.compile({ name: unit.path, ir }), `${name}.o`);
    }
  }
}

async function build(file: string, out: string): Promise<void> {
  const target = choice("target", values.target ?? "host", targets);
  if (values.emit !== "exe") return emitModules(file, target, out);
  const hostTarget = choice("target", target, ["host", "host-aarch64"]);
  await buildHostProgram({ file, out, mode, sanitize, target: hostTarget, verify: values.verify });
}

/** Runs a program with our own streams; its status is ours. */
function execute(program: string, args: readonly string[]): number {
  const result = spawnSync(program, args, { stdio: "inherit" });
  if (result.error !== undefined) throw result.error;
  return result.status ?? 128 + 6;
}

function kernelOptions(dir: string): KernelBuildOptions {
  return {
    root: kernelDir,
    arch: choice("target", values.target ?? "x64", ["x64", "aarch64"]),
    mode: values.mode === undefined ? "release" : mode,
    ...(values.profile === undefined ? {} : { profile: resolve(values.profile) }),
    outDir: resolve(values.out ?? join(cacheDir, dir)),
  };
}

async function command(): Promise<number> {
  const scratch = (name: string) => join(cacheDir, "osierc", name);
  switch (positionals[0]) {
    case "build":
      await build(fileArgument(), values.out ?? basename(fileArgument(), ".ts"));
      return 0;
    case "run": {
      const out = values.out ?? scratch(basename(fileArgument(), ".ts"));
      await build(fileArgument(), out);
      return execute(out, positionals.slice(2));
    }
    case "fuzz": {
      const out = values.out ?? scratch(`${basename(fileArgument(), ".ts")}-fuzz`);
      const sanitizers: Sanitizer[] = ["fuzzer", "address", "undefined"];
      await buildHostProgram({ file: fileArgument(), out, mode: "development", sanitize: sanitizers });
      return execute(out, [`-runs=${values.runs}`, `-artifact_prefix=${out}-`, ...positionals.slice(2)]);
    }
    case "check": {
      const target = choice("target", values.target ?? "host", targets);
      const found = await checkProgram([fileArgument(), ...positionals.slice(2).map((f) => resolve(f))], {
        target,
      });
      for (const diagnostic of found) console.log(formatDiagnostic(diagnostic));
      return found.some((diagnostic) => diagnostic.severity === "error") ? 1 : 0;
    }
    case "stack": {
      const { stackDepths, stackReport } = await import("./link/stacksizes.ts");
      const options = kernelOptions("stack");
      const { elf } = await buildKernel(options);
      const { entries } = await stackDepths(elf, options);
      const { text, sum } = stackReport(entries, positionals.slice(1));
      console.log(text);
      const over = values.budget !== undefined && !(sum <= Number(values.budget));
      if (over) console.error(`error: ${sum} bytes of stack exceed the budget of ${values.budget}`);
      return over ? 1 : 0;
    }
    case "kernel": {
      const result = await buildKernel(kernelOptions("kernel"));
      console.log(`${result.elf} ${result.sizes.elf}\n${result.stripped} ${result.sizes.stripped}`);
      return 0;
    }
    default:
      console.error("usage: osierc build|run|check|fuzz|stack|kernel FILE [options]");
      return 2;
  }
}

try {
  process.exitCode = await command();
} catch (error) {
  if (error instanceof ProgramRejected) {
    for (const diagnostic of error.diagnostics) console.error(formatDiagnostic(diagnostic));
  } else if (error instanceof CompilerError) console.error(`error: ${error.message}`);
  else throw error;
  process.exitCode = 1;
}
