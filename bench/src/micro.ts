/** Group `micro`: small costs inside the guest, ours against Linux's, from the same static program. */
import { OsierError } from "@osier/cli";
import { boot, type Guest } from "./guests.ts";
import { type Figure, makeResults, type Results } from "./report.ts";
import { prepare } from "./setup.ts";
import { median } from "./stats.ts";

const limitMs = 60_000;
const attempts = 3;
const rounds = 3;

/** The figures that the program printed, in nanoseconds. */
export function parseFigures(output: string): Map<string, number> {
  const lines = [...output.matchAll(/^([a-z][\w-]*) (\d+(?:\.\d+)?)\r?$/gm)];
  return new Map(lines.map(([, name, value]) => [name as string, Number(value)]));
}

async function measure(guest: Guest): Promise<Map<string, number>> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { firstOutputMs, output } = await boot(guest, "end", limitMs);
    if (firstOutputMs !== null) return parseFigures(output);
  }
  throw new OsierError({
    what: `${guest.name} did not end the microbenchmarks in ${limitMs / 1000} s`,
    where: guest.command.join(" "),
    mend: "try that command by hand",
  });
}

export async function microGroup(): Promise<Results> {
  const setup = await prepare("micro");
  const samples = new Map<string, { ours: number[]; theirs: number[] }>();
  for (let round = 0; round < rounds; round++) {
    const ours = await measure(setup.osier("q35"));
    const theirs = await measure(setup.linuxGuest("q35"));
    for (const [name, value] of ours) {
      const other = theirs.get(name);
      if (other === undefined) continue;
      const sample = samples.get(name) ?? { ours: [], theirs: [] };
      samples.set(name, sample);
      sample.ours.push(value);
      sample.theirs.push(other);
    }
  }
  const figures: Record<string, Figure> = {};
  for (const [name, { ours, theirs }] of samples) {
    figures[name] = { median: median(ours), unit: "ns", linux: median(theirs), runs: ours.length };
  }
  return makeResults("micro", figures);
}
