/**
 * Group `micro`: small costs inside the guest, ours against Linux's, from the same static program.
 *
 * Both kernels boot alternately, so that a busy host slows both. Within a boot the program takes the least of several
 * rounds; of the boots the median counts. Rows NAME@2 and NAME-across come from a guest with two CPUs, the others
 * from one with one CPU. What a kernel cannot do yet is left out by name, never counted.
 */
import { OsierError } from "@osier/cli";
import { boot, type Guest } from "./guests.ts";
import { type Figure, makeResults, type Results } from "./report.ts";
import { prepare } from "./setup.ts";
import { median } from "./stats.ts";

const limitMs = 120_000;
const attempts = 3;
const machine = "q35";
/** Below 512 MiB Linux gives no 2 MiB pages unless asked on its command line. */
const memoryMiB = 1024;
/** No row may be above this ratio. */
export const goal = 0.7;

/** The figures that the program printed, in nanoseconds. */
export function parseFigures(output: string): Map<string, number> {
  const lines = [...output.matchAll(/^([a-z][\w@-]*) (\d+(?:\.\d+)?)\r?$/gm)];
  return new Map(lines.map(([, name, value]) => [name as string, Number(value)]));
}

/** Does a row need two CPUs? */
function isForTwo(name: string): boolean {
  return name.endsWith("@2") || name.endsWith("-across");
}

async function measure(guest: Guest): Promise<Map<string, number>> {
  let last = "";
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { firstOutputMs, output } = await boot(guest, "\nend", limitMs);
    if (firstOutputMs !== null) return parseFigures(output);
    last = output;
    if (/^failed: /m.test(output)) break; // it says why, and would again
  }
  throw new OsierError({
    what: `${guest.name} did not end the microbenchmarks in ${limitMs / 1000} s`,
    where: `${guest.command.join(" ")}\nlast output: ${last.slice(-500)}`,
    mend: "try that command by hand",
  });
}

/** Samples of each row, in the order in which the rows came. */
class Samples {
  private readonly rows = new Map<string, { ours: number[]; theirs: number[] }>();

  add(name: string, ours: number, theirs: number): void {
    const row = this.rows.get(name) ?? { ours: [], theirs: [] };
    this.rows.set(name, row);
    row.ours.push(ours);
    row.theirs.push(theirs);
  }

  figures(): Record<string, Figure> {
    const named = [...this.rows].map(([name, { ours, theirs }]): [string, Figure] => [
      name,
      { median: median(ours), unit: "ns", linux: median(theirs), runs: ours.length },
    ]);
    return Object.fromEntries(named);
  }
}

/**
 * @param rounds boots of each kernel with each number of CPUs
 * @param rows only rows whose names begin with one of these; all when empty
 */
export async function microGroup(rounds: number, rows: readonly string[] = []): Promise<Results> {
  const setup = await prepare("micro");
  const samples = new Samples();
  const notes: string[] = [
    `q35, ${memoryMiB} MiB; Debian's cloud kernel with its defaults (mitigations, huge pages), the same -cpu and program for both`,
    `booted alternately; the least of 7 rounds within a boot, the median of ${rounds} boots`,
    "memcpy-1m and malloc-free-1m run no kernel code: the same instructions take the same time, but for timer ticks and the machine's doing",
  ];
  for (const cpus of [1, 2]) {
    for (let round = 0; round < rounds; round++) {
      const ours = await measure(setup.osier(machine, { memoryMiB, cpus, args: rows }));
      if (ours.get("cpus") !== cpus) {
        notes.push(`no rows for two CPUs: this kernel runs ${ours.get("cpus")} of ${cpus}`);
        break;
      }
      const theirs = await measure(setup.linuxGuest(machine, { memoryMiB, cpus, args: rows }));
      for (const [name, value] of ours) {
        const other = theirs.get(name);
        if (other !== undefined && name !== "cpus" && (cpus === 2) === isForTwo(name))
          samples.add(name, value, other);
      }
      if (process.stderr.isTTY) process.stderr.write(`\r${cpus} CPU ${round + 1}/${rounds} `);
    }
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  return makeResults("micro", samples.figures(), { goal, notes });
}
