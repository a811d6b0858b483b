/**
 * The test programs under bare/, built as one executable and run as one process.
 *
 * Each program is a file with `main(): i32` that gives 0 when all of its checks hold. A generated dispatcher runs each
 * in a child process of its own (fork) with a time limit, so that programs which must abort can, and names it on
 * standard error before it starts. A program that does not compile is left out and reported by its diagnostics; the
 * rest still run.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { formatDiagnostic } from "../src/frontend/diagnostics.ts";
import { ProgramRejected } from "../src/link/error.ts";
import { loadForBuild } from "../src/link/frontend.ts";
import { hostRuntimeFiles } from "../src/link/host.ts";
import { linkHost } from "../src/link/link.ts";
import { ObjectCompiler } from "../src/link/objects.ts";
import { cacheDir, kernelDir, repositoryDir } from "../src/link/places.ts";
import { runTool } from "../src/link/process.ts";
import { archOf, objectFlags } from "../src/link/target.ts";
import type { BuildMode, Sanitizer } from "../src/options.ts";

export interface TestProgram {
  /** "area/name" */
  readonly name: string;
  readonly file: string;
  /** The text that a program which must abort writes; null when it must give 0. */
  readonly aborts: string | null;
}
/** What became of a program: null when it did what it must, else why not. */
export type Outcomes = ReadonlyMap<string, string | null>;

export const bareDir = resolve(fileURLToPath(new URL("./bare", import.meta.url)));
const abortSignal = 6;

export interface BatchOptions {
  readonly name: string;
  readonly target: "host" | "host-aarch64";
  readonly mode: BuildMode;
  readonly sanitize?: readonly Sanitizer[];
}

/** All programs for an architecture. */
export function testPrograms(arch: "x64" | "aarch64"): TestProgram[] {
  const other = arch === "x64" ? "aarch64" : "x64";
  const areas = readdirSync(bareDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "lib" && entry.name !== other)
    .map((entry) => entry.name);
  return areas.sort().flatMap((area) =>
    readdirSync(join(bareDir, area))
      .filter((name) => name.endsWith(".ts"))
      .sort()
      .map((name) => {
        const file = join(bareDir, area, name);
        const aborts = /^\/\/ aborts: (.+)$/m.exec(readFileSync(file, "utf8"));
        return { name: `${area}/${name.slice(0, -3)}`, file, aborts: aborts?.[1] ?? null };
      }),
  );
}

function dispatcher(programs: readonly TestProgram[], dir: string): string {
  const path = (file: string) => JSON.stringify(relative(dir, file));
  return [
    ...programs.map((program, i) => `import { main as main${i} } from ${path(program.file)};`),
    `import { runAll } from ${path(join(bareDir, "lib", "runner.ts"))};`,
    "function one(n: u32): i32 {",
    "  switch (n) {",
    ...programs.map((_, i) => `    case ${i}: return main${i}();`),
    "  }",
    "  return 98;",
    "}",
    `export function main(): i32 { return runAll(${programs.length}, one); }`,
    "",
  ].join("\n");
}

/** The files that a file imports, directly and not. */
function importsOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const match of readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)) {
    const imported = resolve(dirname(file), match[1]!);
    if (existsSync(imported)) importsOf(imported, seen);
  }
  return seen;
}

/** Builds and runs all programs that compile. */
export async function runPrograms(
  programs: readonly TestProgram[],
  options: BatchOptions,
): Promise<Outcomes> {
  const outcomes = new Map<string, string | null>();
  let left = [...programs];
  for (;;) {
    const faults = await build(left, options);
    if (faults === null) break;
    const blame = left.filter((program) => [...importsOf(program.file)].some((file) => faults.has(file)));
    if (blame.length === 0) throw new Error(`the batch cannot be built: ${[...faults.values()].join("\n")}`);
    for (const program of blame) {
      const messages = [...importsOf(program.file)].flatMap((file) => faults.get(file) ?? []);
      outcomes.set(program.name, `does not compile:\n${messages.join("\n")}`);
    }
    left = left.filter((program) => !blame.includes(program));
  }
  await run(left, options, outcomes);
  return outcomes;
}

function places(options: BatchOptions): { dir: string; source: string; executable: string } {
  const dir = join(cacheDir, "tests", options.name);
  return { dir, source: join(dir, "dispatch.ts"), executable: join(dir, "programs") };
}

/** Null when the executable is there; else the files at fault, with messages. */
async function build(
  programs: readonly TestProgram[],
  options: BatchOptions,
): Promise<Map<string, string[]> | null> {
  const { dir, source, executable } = places(options);
  const { target, mode } = options;
  const sanitize = options.sanitize ?? [];
  mkdirSync(dir, { recursive: true });
  writeFileSync(source, dispatcher(programs, dir));
  const faults = new Map<string, string[]>();
  const blame = (file: string, message: string) => faults.set(file, [...(faults.get(file) ?? []), message]);
  try {
    const loading = { root: kernelDir, target, mode, sanitize };
    const program = await loadForBuild([source, ...hostRuntimeFiles], loading);
    const compiler = new ObjectCompiler(objectFlags(target, mode, sanitize));
    const objects: string[] = [];
    await Promise.all(
      program.program.files.map(async (unit) => {
        try {
          objects.push(await compiler.compile({ name: unit.path, ir: await program.lower(unit) }));
        } catch (error) {
          blame(unit.absolutePath, error instanceof Error ? (error.stack ?? error.message) : String(error));
        }
      }),
    );
    if (faults.size > 0) return faults;
    const main = program.symbolOf(source, "main");
    if (main === null) throw new Error("the dispatcher has no main");
    await linkHost(objects.sort(), { out: executable, mode, target, sanitize, symbols: [["main", main]] });
    return null;
  } catch (error) {
    if (!(error instanceof ProgramRejected)) throw error;
    for (const found of error.diagnostics) blame(fileOf(found.file), formatDiagnostic(found));
    return faults;
  }
}

/** Diagnostics name files by their path below a source root. */
function fileOf(path: string | null): string {
  if (path === null) return "";
  const candidates = [path, join(repositoryDir, path.replace(/^osier\//, "")), join(kernelDir, path)];
  return candidates.find((file) => existsSync(file)) ?? path;
}

async function run(
  programs: readonly TestProgram[],
  options: BatchOptions,
  outcomes: Map<string, string | null>,
): Promise<void> {
  const { executable } = places(options);
  const foreign = archOf(options.target) !== archOf("host");
  const command = foreign ? ["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu", executable] : [executable];
  const result = await runTool(command[0]!, command.slice(1), {
    timeoutMs: 240_000,
    env: { ASAN_OPTIONS: "detect_leaks=0:handle_abort=0", UBSAN_OPTIONS: "halt_on_error=1" },
  });
  // Each program's part of standard error: "==== N\n", what it wrote, "==== end STATUS\n".
  const parts = new Map<number, { text: string; status: number }>();
  for (const part of result.stderr.matchAll(/^==== (\d+)\n([\s\S]*?)^==== end (\d+)$/gm)) {
    parts.set(Number(part[1]), { text: part[2]!, status: Number(part[3]) });
  }
  programs.forEach((program, i) => {
    outcomes.set(program.name, judge(program, parts.get(i), result.stderr.slice(-500)));
  });
}

/** `status` is what waitpid gives: the signal in the low bits, the exit status above. */
function judge(
  program: TestProgram,
  part: { text: string; status: number } | undefined,
  tail: string,
): string | null {
  if (part === undefined) return `the run ended before it: ${tail}`;
  if (program.aborts === null) {
    return part.status === 0 ? null : `status ${part.status >> 8}, signal ${part.status & 127}: ${part.text}`;
  }
  if ((part.status & 127) !== abortSignal) return `it did not abort (status ${part.status}): ${part.text}`;
  return part.text.includes(program.aborts) ? null : `it wrote another message: ${part.text}`;
}
