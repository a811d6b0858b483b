/** Runs a tool with a time limit, and a bounded number of tools at a time. */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";

export interface ToolResult {
  /** Exit status; 128 + signal number's place is taken by `signal`. */
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** No tool of a build needs longer; what does is stuck. */
const defaultTimeoutMs = 300_000;

/** Runs `command` to its end, killing it after the limit. Rejects only when it cannot be started. */
export function runTool(
  command: string,
  args: readonly string[],
  options: {
    readonly stdin?: string;
    readonly timeoutMs?: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
  } = {},
): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...options.env },
      cwd: options.cwd,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, options.timeoutMs ?? defaultTimeoutMs);
    child.stdout.on("data", (part: Buffer) => stdout.push(part));
    child.stderr.on("data", (part: Buffer) => stderr.push(part));
    child.stdin.on("error", () => undefined); // EPIPE: the tool's own message tells why it stopped reading
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      resolve({
        status,
        signal,
        timedOut,
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8"),
      });
    });
    child.stdin.end(options.stdin ?? "");
  });
}

/** Runs jobs, at most as many at a time as the machine has processors. */
export class Pool {
  private readonly limit: number;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(limit = availableParallelism()) {
    this.limit = Math.max(1, limit);
  }

  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.running >= this.limit) await new Promise<void>((wake) => this.waiting.push(wake));
    else this.running++;
    try {
      return await job();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running--;
      else next(); // hands its place over
    }
  }
}
