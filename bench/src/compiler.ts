/** Group `compiler`: our compiler against clang, the same programs in Bare TypeScript and in C. */
import { runCompilerBench } from "../../compiler/bench/index.ts";
import { type Figure, type Results, rounded } from "./report.ts";

/** @param runs rounds of each program */
export async function compilerGroup(runs: number): Promise<Results> {
  const { figures, geomeanVsC } = await runCompilerBench(runs);
  const ours = Object.entries(figures).map(([name, { median, unit, vsC }]): [string, Figure] => [
    name,
    { median: rounded(median), unit, vsC: rounded(vsC), runs },
  ]);
  return { group: "compiler", figures: Object.fromEntries(ours), geomeanVsC: rounded(geomeanVsC) };
}
