/** Group `size`: bytes of the stripped kernel, and the least memory in which hello runs, by bisection. */
import { statSync } from "node:fs";
import type { MachineType } from "@osier/cli";
import { boot, type Guest } from "./guests.ts";
import { type Figure, makeResults, type Results } from "./report.ts";
import { prepare } from "./setup.ts";
import { bisect } from "./stats.ts";

const marker = "hello from the guest";
const limitMs = { osier: 5_000, linux: 15_000 };
const mostMiB = { osier: 64, linux: 256 };

async function least(high: number, limit: number, guest: (memoryMiB: number) => Guest): Promise<number> {
  const runs = async (memoryMiB: number) =>
    (await boot(guest(memoryMiB), marker, limit)).firstOutputMs !== null;
  // A boot that fails by chance must not move the bound: a failure counts when it happens twice.
  return (
    (await bisect(0, high, async (memoryMiB) => (await runs(memoryMiB)) || (await runs(memoryMiB)))) ??
    Number.NaN
  );
}

export async function sizeGroup(): Promise<Results> {
  const setup = await prepare("hello");
  const figures: Record<string, Figure> = {
    "kernel-stripped": { median: setup.kernel.bytes, unit: "bytes", linux: statSync(setup.linux).size },
  };
  for (const machine of ["microvm", "q35"] satisfies MachineType[]) {
    const ours = await least(mostMiB.osier, limitMs.osier, (memoryMiB) =>
      setup.osier(machine, { memoryMiB }),
    );
    const theirs = await least(mostMiB.linux, limitMs.linux, (memoryMiB) =>
      setup.linuxGuest(machine, { memoryMiB }),
    );
    figures[`least-memory-${machine}`] = { median: ours, unit: "MiB", linux: theirs };
  }
  return makeResults("size", figures);
}
