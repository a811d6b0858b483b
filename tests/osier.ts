/** Runs the command as a user does, and programs on the host to compare with. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildDir, rootDir } from "@osier/cli";

export interface Outcome {
  /** Exit status; null when the time limit ended it. */
  status: number | null;
  /** The signal that ended it. */
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Invocation {
  stdin?: string | Buffer;
  /** Seconds until it is ended and counts as hanging. */
  limitSeconds?: number;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** How output becomes strings; latin1 keeps every byte apart. */
  encoding?: "utf8" | "latin1";
}

export const launcher = join(rootDir, "osier");

/** Runs a program on the host. */
export function host(command: readonly string[], invocation: Invocation = {}): Promise<Outcome> {
  const { stdin = "", limitSeconds = 60, env = process.env, cwd = rootDir, encoding = "utf8" } = invocation;
  const [file, ...args] = command;
  const child = spawn(file as string, args, { env, cwd, stdio: ["pipe", "pipe", "pipe"] });
  const outcome: Outcome = { status: null, signal: null, stdout: "", stderr: "" };
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on("data", (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.stderr.push(chunk));
  child.stdin.on("error", () => undefined); // the program may end without reading all of it
  child.stdin.end(stdin);
  const timer = setTimeout(() => child.kill("SIGTERM"), limitSeconds * 1000);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      outcome.status = status;
      outcome.signal = signal;
      outcome.stdout = Buffer.concat(chunks.stdout).toString(encoding);
      outcome.stderr = Buffer.concat(chunks.stderr).toString(encoding);
      resolve(outcome);
    });
  });
}

/** Runs `./osier ARGS`. */
export function osier(args: readonly string[], invocation: Invocation = {}): Promise<Outcome> {
  return host([launcher, ...args], invocation);
}

/** A directory for what tests build; not under /tmp, which is the guest's own. */
export function workDir(name: string): string {
  const dir = join(buildDir, "tests", name);
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** Compiles a program of tests/boot/programs into a work directory. */
export function compile(compiler: string, source: string, ...flags: string[]): string {
  const out = join(
    workDir("programs"),
    `${source.replace(/\.\w+$/, "")}${flags.join("").replace(/[^\w-]/g, "")}`,
  );
  const { status, stderr } = spawnSync(
    compiler,
    ["-O1", "-g", "-o", out, join(rootDir, "tests/boot/programs", source), ...flags],
    {
      encoding: "utf8",
      timeout: 60_000,
    },
  );
  if (status !== 0) throw new Error(`${compiler} ${source}: ${stderr}`);
  return out;
}
