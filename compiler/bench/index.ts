/**
 * The compiler against C: equal programs in Bare TypeScript and in C, both at -O2, run by turns.
 *
 * Each benchmark runs in a process of its own and measures its processor time; both must give the same result. The
 * figure is the median; the ratio is that of the least times, which the machine's other work disturbs least.
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildHostProgram } from "../src/index.ts";
import { CompilerError } from "../src/link/error.ts";
import { cacheDir } from "../src/link/places.ts";
import { runTool } from "../src/link/process.ts";
import { tool } from "../src/link/tools.ts";

export interface BenchFigure {
  readonly median: number;
  readonly min: number;
  readonly unit: "ms";
  /** Our least time over C's. */
  readonly vsC: number;
}
export interface BenchGroup {
  readonly group: "compiler";
  readonly figures: Readonly<Record<string, BenchFigure>>;
  readonly geomeanVsC: number;
}

/** In the order of the tables in bare/main.ts and c/main.c. */
const benchmarks = ["copy", "list", "hash", "virtual", "allocator", "sort", "tree"] as const;
const here = resolve(fileURLToPath(new URL(".", import.meta.url)));

async function buildC(out: string): Promise<void> {
  const [clang, lld] = await Promise.all([tool("clang"), tool("ld.lld")]);
  const sources = ["main", ...benchmarks].map((name) => join(here, "c", `${name}.c`));
  const result = await runTool(clang.path, ["-O2", `--ld-path=${lld.path}`, "-o", out, ...sources]);
  if (result.status !== 0) {
    throw new CompilerError({
      what: `The C benchmarks do not compile: ${result.stderr}`,
      where: here,
      mend: "Install libc6-dev.",
    });
  }
}

async function measure(executable: string, index: number): Promise<{ ms: number; result: string }> {
  const run = await runTool(executable, [String(index)], { timeoutMs: 60_000 });
  const [ns, result] = run.stdout.trim().split(" ");
  if (run.status !== 0 || ns === undefined || result === undefined) {
    throw new CompilerError({
      what: `Benchmark ${benchmarks[index]} failed: ${run.stderr}`,
      where: executable,
      mend: "Run it by hand with its number.",
    });
  }
  return { ms: Number(ns) / 1e6, result };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Builds both halves and runs them by turns, `rounds` times each. */
export async function runCompilerBench(rounds = 9): Promise<BenchGroup> {
  const dir = join(cacheDir, "bench");
  mkdirSync(dir, { recursive: true });
  const [bare, c] = [join(dir, "bare"), join(dir, "c")];
  await Promise.all([
    buildHostProgram({ file: join(here, "bare", "main.ts"), out: bare, mode: "development" }),
    buildC(c),
  ]);
  const figures: Record<string, BenchFigure> = {};
  for (const [index, name] of benchmarks.entries()) {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const a = await measure(bare, index);
      const b = await measure(c, index);
      if (a.result !== b.result) {
        throw new CompilerError({
          what: `Benchmark ${name} gives ${a.result}, and ${b.result} in C`,
          where: join(here, "bare", `${name}.ts`),
          mend: "The two programs must be equal.",
        });
      }
      ours.push(a.ms);
      theirs.push(b.ms);
    }
    const min = Math.min(...ours);
    figures[name] = { median: median(ours), min, unit: "ms", vsC: min / Math.min(...theirs) };
  }
  const ratios = Object.values(figures).map((figure) => Math.log(figure.vsC));
  return {
    group: "compiler",
    figures,
    geomeanVsC: Math.exp(ratios.reduce((sum, x) => sum + x, 0) / ratios.length),
  };
}
