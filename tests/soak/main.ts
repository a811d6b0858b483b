/**
 * `osier soak`: the soak program in a machine for as long as asked. It reports itself; its status is the command's.
 *
 * The machine has a time limit a little past the program's own, so a kernel that hangs ends as a failure. What the program
 * prints, a line a minute, is shown as it comes.
 */
import { execFileSync, spawnSync } from "node:child_process";
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
  const { status } = spawnSync(launcher, args, {
    stdio: ["ignore", "inherit", "inherit"],
    timeout: limitSeconds * 1000,
  });
  if (status !== 0) process.stdout.write(`soak: the machine ended with status ${status}\n`);
  process.exitCode = status ?? 1;
}
