/**
 * `osier soak`: the soak program in a machine for as long as asked. It reports itself; its status is the command's.
 *
 * The machine has a time limit a little past the program's own, so a kernel that hangs ends as a failure.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
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

/** Runs it in a machine. */
export function soak(seconds: number, cpus: number, seed: number) {
  const limit = seconds + spareSeconds;
  const args = ["run", "--cpus", String(cpus), "--memory", "512M", "--timeout", String(limit), soakProgram()];
  return host([launcher, ...args, "--", String(seconds), String(seed)], { limitSeconds: limit + 10 });
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
  const { status, stdout, stderr } = await soak(Math.ceil(minutes * 60), cpus, seed);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  if (status !== 0) process.stdout.write(`soak: the machine ended with status ${status}\n`);
  process.exitCode = status ?? 1;
}
