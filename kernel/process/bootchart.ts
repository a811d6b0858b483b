/** The boot chart: when each step of the boot began, shown at the end of the run under `verbose`. */
import { bootInfo } from "../arch/x64/bootinfo.ts";
import { rdtsc } from "../arch/x64/cpu.ts";
import { isVerbose, log } from "../lib/log.ts";
import { logClock } from "../time/clock.ts";
import { ticksToNs } from "../time/tsc.ts";

class Step {
  name: string = "";
  ticks: u64 = 0;
}

const MAX_STEPS: u64 = 16;
let steps!: FixedArray<Embed<Step>, 16>;
let count: u64 = 0;

/** Notes that the step `name` begins now. */
export function bootStep(name: string): void {
  if (count === MAX_STEPS) return;
  const step = steps[count];
  step.name = name;
  step.ticks = rdtsc();
  count++;
}

/** Writes the chart to the log, and which clock it was made with, in microseconds since the kernel's entry. */
export function writeBootChart(): void {
  if (!isVerbose()) return;
  log("boot chart (microseconds):");
  for (let i: u64 = 0; i < count; i++) {
    const from = ticksToNs(steps[i].ticks - bootInfo.tscAtEntry) / 1000;
    const until: u64 = i + 1 < count ? ticksToNs(steps[i + 1].ticks - bootInfo.tscAtEntry) / 1000 : from;
    log(`  ${pad(from, 8)} ${pad(until - from, 8)}  ${steps[i].name}`);
  }
  logClock();
}
