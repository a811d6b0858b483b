/**
 * Results of a group: one JSON object on stdout or a table for people, and a file under bench/results/.
 *
 * Ratios under 1 mean less time or less space than the other; for throughputs the ratio is ours over theirs and
 * the unit says `/s`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { rootDir } from "@osier/cli";
import { geometricMean } from "./stats.ts";

export interface Figure {
  /** Ours. */
  median: number;
  unit: string;
  /** Ours over Linux's; absent where there is nothing to compare. */
  vsLinux?: number;
  /** Linux's own figure, in the same unit. */
  linux?: number;
  vsC?: number;
  /** How many measurements the median is of. */
  runs?: number;
}

export interface Results {
  group: string;
  figures: Record<string, Figure>;
  geomeanVsLinux?: number;
  geomeanVsC?: number;
  /** No ratio should be above this. */
  goal?: number;
  /** Names of the figures that are. */
  aboveGoal?: string[];
  /** The conditions, a line each. */
  notes?: string[];
}

const digits = 4;

/** Four significant digits: more is noise. */

export function rounded(value: number): number {
  return Number(value.toPrecision(digits));
}

/** A group's results, with ratios and their geometric mean worked out. */
export function makeResults(
  group: string,
  measured: Record<string, Figure>,
  { goal, notes }: Pick<Results, "goal" | "notes"> = {},
): Results {
  const figures: Record<string, Figure> = {};
  for (const [name, figure] of Object.entries(measured)) {
    const ratio =
      figure.linux === undefined
        ? {}
        : { vsLinux: rounded(figure.median / figure.linux), linux: rounded(figure.linux) };
    figures[name] = {
      ...figure,
      ...ratio,
      median: figure.unit === "bytes" ? figure.median : rounded(figure.median),
    };
  }
  const results: Results = { group, figures };
  const ratios = Object.values(figures).flatMap(({ vsLinux }) => vsLinux ?? []);
  if (ratios.length > 0) results.geomeanVsLinux = rounded(geometricMean(ratios));
  if (goal !== undefined) {
    const above = Object.entries(figures).filter(
      ([, { vsLinux }]) => vsLinux !== undefined && vsLinux > goal,
    );
    Object.assign(results, { goal, aboveGoal: above.map(([name]) => name) });
  }
  if (notes !== undefined) results.notes = notes;
  return results;
}

function table(results: Results): string {
  const rows = [["figure", "ours", "theirs", "ratio", "unit", "runs"]];
  for (const [name, figure] of Object.entries(results.figures)) {
    const ratio = figure.vsLinux ?? figure.vsC;
    rows.push(
      [name, figure.median, figure.linux ?? "", ratio ?? "", figure.unit, figure.runs ?? ""].map(String),
    );
  }
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
  const means = [
    results.geomeanVsLinux === undefined ? "" : `geometric mean against Linux: ${results.geomeanVsLinux}\n`,
    results.geomeanVsC === undefined ? "" : `geometric mean against C: ${results.geomeanVsC}\n`,
    results.goal === undefined ? "" : `above ${results.goal}: ${results.aboveGoal?.join(", ") || "none"}\n`,
    ...(results.notes ?? []).map((note) => `${note}\n`),
  ];
  return `${results.group}\n${lines.join("\n")}\n${means.join("")}\n`;
}

function command(file: string, args: readonly string[]): string {
  try {
    return (
      execFileSync(file, args, { encoding: "utf8", timeout: 10_000, cwd: rootDir }).split("\n")[0] ?? ""
    ).trim();
  } catch {
    return "unknown"; // provenance only: the figures stand without it
  }
}

/** What the figures were measured on. */
function provenance() {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    commit: command("git", ["rev-parse", "--short", "HEAD"]),
    qemu: command("qemu-system-x86_64", ["--version"]),
    processor: `${processors.length} x ${processors[0]?.model ?? "unknown"}`,
  };
}

/** Writes bench/results/GROUP.json and prints the results. */
export function publish(results: Results, json: boolean): void {
  const dir = join(rootDir, "bench/results");
  mkdirSync(dir, { recursive: true });
  writeFileSync(
    join(dir, `${results.group}.json`),
    `${JSON.stringify({ ...results, measured: provenance() }, null, 2)}\n`,
  );
  process.stdout.write(json ? `${JSON.stringify(results)}\n` : table(results));
}
