/**
 * The stack budgets of a kernel: `stackbudgets.json` in its root names what may stand on one stack at once.
 *
 * A build in release mode fails where the depths of the entries of a budget, with what their assembly pushes, exceed it,
 * where something that nothing bounds calls itself below an entry, or where code needs more than the page that it touched
 * below a program's stack.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Depth } from "../check/stackdepth.ts";
import { CompilerError } from "./error.ts";

export interface StackBudget {
  /** Which stack, for messages. */
  readonly stack: string;
  readonly bytes: number;
  /** Linker symbols of what stands on it at once. */
  readonly entries: readonly string[];
  /** Bytes that the assembly of all entries together pushes. */
  readonly assembly: number;
  readonly because: string;
}

const FILE = "stackbudgets.json";
const PAGE = 4096;

/** The file, where the kernel at `root` has one. */
export function budgetFiles(root: string): string[] {
  const file = join(root, FILE);
  return existsSync(file) ? [file] : [];
}
/** The budgets of the kernel at `root`; none where it has no file of them. */
export function readBudgets(root: string): StackBudget[] {
  return budgetFiles(root).flatMap((file) => {
    const { budgets } = JSON.parse(readFileSync(file, "utf8")) as { budgets: StackBudget[] };
    return budgets;
  });
}

/** What is wrong, one line each; `touching`: functions that touch the page below a program's stack. */
export function overBudget(
  budgets: readonly StackBudget[],
  depths: readonly Depth[],
  touching: readonly Depth[] = [],
): string[] {
  const bySymbol = new Map(depths.map((depth) => [depth.entry.symbol, depth]));
  const wrong: string[] = [];
  for (const { stack, bytes, entries, assembly } of budgets) {
    const parts = entries.map((symbol) => {
      const depth = bySymbol.get(symbol);
      if (depth === undefined)
        throw new CompilerError({
          what: `${symbol} is no entry point`,
          where: FILE,
          mend: "Name one that `osierc stack` lists.",
        });
      return depth;
    });
    const sum = parts.reduce((total, depth) => total + depth.bytes, assembly);
    if (sum > bytes) {
      const shown = parts.map((depth) => `${depth.entry.symbol} ${depth.bytes}`).join(" + ");
      wrong.push(`${stack} has ${bytes} bytes, and may need ${sum}: ${shown} + ${assembly} of assembly`);
    }
    for (const { entry, circles } of parts) {
      for (const circle of circles)
        wrong.push(
          `below ${entry.symbol}, nothing bounds how often these call one another: ${circle.map((f) => f.name).join(", ")}`,
        );
    }
  }
  for (const { entry, bytes, chain } of touching) {
    const own = chain[0]!.bytes;
    if (own > PAGE || bytes - own > PAGE)
      wrong.push(
        `${entry.name} touched one page of a program's stack, and may need ${Math.max(own, bytes - own)} bytes`,
      );
  }
  return [...new Set(wrong)];
}

/** Throws what `overBudget` finds. */
export function holdBudgets(wrong: readonly string[]): void {
  if (wrong.length === 0) return;
  throw new CompilerError({
    what: wrong.join("\n  "),
    where: FILE,
    mend: "See `osierc stack`: keep large objects off the stack, break the circle, or say `@depth N REASON` (docs/contexts.md).",
  });
}
