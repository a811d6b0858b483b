/** Group `boot`: from QEMU's launch to the program's first byte, alternately ours and Linux's. */
import { type MachineType, OsierError } from "@osier/cli";
import { boot, type Guest } from "./guests.ts";
import { type Figure, makeResults, type Results } from "./report.ts";
import { prepare } from "./setup.ts";
import { median } from "./stats.ts";

const marker = "hello from the guest";
const limitMs = 15_000;
/** Linux may hang while it boots under TCG: such a boot is repeated, not counted. */
const attempts = 4;
const machines: readonly MachineType[] = ["microvm", "q35"];

async function timed(guest: Guest): Promise<number> {
  let last = "";
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { firstOutputMs, output } = await boot(guest, marker, limitMs);
    if (firstOutputMs !== null) return firstOutputMs;
    last = output;
  }
  throw new OsierError({
    what: `${guest.name} did not say hello in ${attempts} boots of ${limitMs / 1000} s`,
    where: `${guest.command.join(" ")}\nlast output: ${last.slice(-500)}`,
    mend: "try that command by hand",
  });
}

/** @param runs boots of each kind on each machine */
export async function bootGroup(runs: number): Promise<Results> {
  const setup = await prepare("hello");
  const figures: Record<string, Figure> = {};
  for (const machine of machines) {
    const ours: number[] = [];
    const theirs: number[] = [];
    await timed(setup.osier(machine)); // fills the page cache; not counted
    for (let run = 0; run < runs; run++) {
      ours.push(await timed(setup.osier(machine)));
      theirs.push(await timed(setup.linuxGuest(machine)));
      if (process.stderr.isTTY) process.stderr.write(`\r${machine} ${run + 1}/${runs} `);
    }
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
    figures[`first-output-${machine}`] = { median: median(ours), unit: "ms", linux: median(theirs), runs };
  }
  return makeResults("boot", figures);
}
