/** The stack report of a kernel: frame sizes from the linked file, put together along the call graph. */
import { CallGraph } from "../check/callgraph.ts";
import { type Depth, StackDepths } from "../check/stackdepth.ts";
import type { FunctionInfo, Program } from "../frontend/tree.ts";
import type { KernelBuildOptions } from "../options.ts";
import { kernelEntries } from "./entries.ts";
import { CompilerError } from "./error.ts";
import { loadForBuild } from "./frontend.ts";
import { runTool } from "./process.ts";
import { tool } from "./tools.ts";

/** Bytes of each function's frame by symbol, from what `llvm-readobj --stack-sizes` prints. */
export function parseStackSizes(output: string): Map<string, number> {
  const frames = new Map<string, number>();
  for (const [, names, size] of output.matchAll(/Functions: \[(.*)\]\s*Size: 0x([0-9A-Fa-f]+)/g)) {
    for (const name of names!.split(", ")) {
      const symbol = name.replace(/\..*$/, ""); // what link-time optimisation appends to names of one file
      frames.set(symbol, Math.max(frames.get(symbol) ?? 0, Number.parseInt(size!, 16)));
    }
  }
  return frames;
}

export interface StackDepthsOfKernel {
  /** Of all entry points: functions with a fixed symbol, and those with the tag @irq. Deepest first. */
  readonly entries: Depth[];
  /** Of the functions that touch the page below a program's stack. */
  readonly touching: Depth[];
}

/** The stack depths of the kernel `elf` that `options` built. */
export async function stackDepths(elf: string, options: KernelBuildOptions): Promise<StackDepthsOfKernel> {
  const { root, arch, mode } = options;
  const loaded = await loadForBuild(kernelEntries(options), { root, target: arch, mode, sanitize: [] });
  return depthsOf(elf, loaded.program);
}
/** The same with the program that it was built from. */
export async function depthsOf(elf: string, program: Program): Promise<StackDepthsOfKernel> {
  const reader = await tool("llvm-readobj");
  const { status, stdout, stderr } = await runTool(reader.path, ["--stack-sizes", elf]);
  const frames = parseStackSizes(stdout);
  if (status !== 0 || frames.size === 0) {
    throw new CompilerError({
      what: `No frame sizes: ${stderr.trim() || "the file has no section .stack_sizes"}`,
      where: elf,
      mend: "Build with --mode release: frame sizes are those after link-time optimisation.",
    });
  }
  const graph = new CallGraph(program);
  const depths = new StackDepths(graph, frames);
  const touches = (f: FunctionInfo): boolean =>
    f.attributes.contexts.some((tag) => tag.startsWith("touches "));
  return {
    entries: graph.functions
      .filter((f) => f.linkage === "exported" || f.attributes.interrupt)
      .map((f) => depths.of(f))
      .sort((a, b) => b.bytes - a.bytes),
    touching: graph.functions
      .filter((f) => !touches(f) && graph.calls(f).some(({ target }) => touches(target)))
      .map((f) => depths.of(f)),
  };
}

/** A line an entry, the larger frames of its chain below; `nested`: symbols whose depths lie on one stack. */
export function stackReport(
  depths: readonly Depth[],
  nested: readonly string[],
): { text: string; sum: number } {
  const lines: string[] = [];
  for (const { entry, bytes, chain, circles } of depths) {
    if (nested.length > 0 && !nested.includes(entry.symbol)) continue;
    lines.push(`${String(bytes).padStart(6)}  ${entry.symbol}`);
    const large = chain.filter((frame) => frame.bytes >= LARGE_FRAME);
    if (large.length > 0)
      lines.push(`        ${large.map((frame) => `${frame.at.name} ${frame.bytes}`).join(", ")}`);
    for (const circle of circles)
      lines.push(
        `        unbounded: ${circle.length} functions that call each other, ${circle[0]!.name} first`,
      );
  }
  const known = new Map(depths.map((depth) => [depth.entry.symbol, depth.bytes]));
  let sum = nested.length === 0 ? (depths[0]?.bytes ?? 0) : 0;
  for (const symbol of nested) {
    const bytes = known.get(symbol);
    if (bytes === undefined) {
      throw new CompilerError({
        what: `${symbol} is no entry point`,
        where: "command line",
        mend: "Give symbols that the report without names has.",
      });
    }
    sum += bytes;
  }
  if (nested.length > 1) lines.push(`${String(sum).padStart(6)}  together`);
  return { text: lines.join("\n"), sum };
}
const LARGE_FRAME = 128;
