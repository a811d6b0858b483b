/**
 * `osier soak`: the soak program in a machine for as long as asked. It reports itself; its status is the command's.
 *
 * The machine has a time limit a little past the program's own, so a kernel that hangs ends as a failure. What the program
 * prints, a line a minute, is shown as it comes, except for readings of its clock: at the end, how far it went from this machine's.
 */
import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { rootDir } from "@osier/cli";
import { host, launcher, workDir } from "../osier.ts";

/** Seconds for boot and the last round. */
const spareSeconds = 120;

/** Builds the soak program; its path. */
export function soakProgram(): string {
  const program = join(workDir("soak"), "soak");
  const source = join(rootDir, "tests/soak/soak.c");
  execFileSync("gcc", ["-O2", "-pthread", "-o", program, source], { timeout: 60_000 });
  return program;
}

function invocation(seconds: number, cpus: number, seed: number): { args: string[]; limitSeconds: number } {
  const limit = seconds + spareSeconds;
  const args = ["run", "--cpus", String(cpus), "--memory", "512M", "--timeout", String(limit), soakProgram()];
  return { args: [...args, "--", String(seconds), String(seed)], limitSeconds: limit + 10 };
}

/** Runs it in a machine. */
export function soak(seconds: number, cpus: number, seed: number) {
  const { args, limitSeconds } = invocation(seconds, cpus, seed);
  return host([launcher, ...args], { limitSeconds });
}

/** How far our monotonic clock is ahead of the guest's, by its readings: what they take to arrive only adds to it. */
export class ClockComparison {
  private readonly ahead: { at: number; ns: number }[] = [];

  add(guestNs: number, hostNs: number): void {
    this.ahead.push({ at: hostNs, ns: hostNs - guestNs });
  }
  /** Between the first and the last group of readings, which stand more than a second apart; null when there is just one. */
  result(): { ppm: number; seconds: number } | null {
    const first = this.group(this.ahead[0]);
    const last = this.group(this.ahead.at(-1));
    if (first === null || last === null || last.at - first.at < 1e9) return null;
    return { ppm: (-(last.ns - first.ns) / (last.at - first.at)) * 1e6, seconds: (last.at - first.at) / 1e9 };
  }
  /** The reading within a second of this one that came fastest. */
  private group(around: { at: number } | undefined) {
    if (around === undefined) return null;
    const near = this.ahead.filter(({ at }) => Math.abs(at - around.at) < 1e9);
    return near.reduce((best, next) => (next.ns < best.ns ? next : best));
  }
}

/** Runs the machine, shows what it prints, and at the end how its clock went; its status. */
async function shown(args: string[], limitSeconds: number): Promise<number | null> {
  const options = {
    stdio: ["ignore", "pipe", "inherit"] as ["ignore", "pipe", "inherit"],
    timeout: limitSeconds * 1000,
  };
  const child = spawn(launcher, args, options);
  const clocks = new ClockComparison();
  for await (const line of createInterface({ input: child.stdout })) {
    const reading = /^clock (\d+)$/.exec(line);
    if (reading === null) process.stdout.write(`${line}\n`);
    else clocks.add(Number(reading[1]), Number(process.hrtime.bigint()));
  }
  const drift = clocks.result();
  if (drift !== null) {
    const { ppm, seconds } = drift;
    process.stdout.write(
      `clock: ${ppm.toFixed(1)} ppm against this machine's over ${seconds.toFixed(0)} s\n`,
    );
  }
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  return await new Promise((done) => child.on("exit", done));
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "60" },
      cpus: { type: "string", default: "4" },
      seed: { type: "string", default: "1" },
    },
  });
  const [minutes, cpus, seed] = [Number(values.minutes), Number(values.cpus), Number(values.seed)];
  if (!(minutes > 0) || !(cpus >= 1) || !Number.isInteger(seed)) {
    process.stderr.write("osier soak: minutes and cpus are positive numbers, the seed is an integer\n");
    process.exit(2);
  }
  process.stdout.write(`soak: ${minutes} minutes, ${cpus} CPUs, seed ${seed}\n`);
  const { args, limitSeconds } = invocation(Math.ceil(minutes * 60), cpus, seed);
  const status = await shown(args, limitSeconds);
  if (status !== 0) process.stdout.write(`soak: the machine ended with status ${status}\n`);
  process.exitCode = status ?? 1;
}
