/** Measures a guest's clocks against this machine's: the guest is asked for the time, and the fastest answers count. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { rootDir } from "@osier/cli";
import { compile, launcher } from "./osier.ts";

/** One reading of all clocks at about the same time, in nanoseconds. */
export interface Reading {
  host: bigint;
  monotonic: bigint;
  /** The guest's wall clock minus ours. */
  realtimeAhead: number;
  /** How long question and answer took: half of it is the error. */
  roundTrip: number;
}

const answerLimitMs = 30_000;

export class ClockGuest {
  private readonly child: ChildProcess;
  private answer: ((line: string) => void) | null = null;

  constructor(limitSeconds: number, ...flags: string[]) {
    const args = ["run", "--timeout", String(limitSeconds), ...flags, compile("gcc", "clock.c", "-static")];
    this.child = spawn(launcher, args, { cwd: rootDir, stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).on("line", (line) =>
      this.answer?.(line),
    );
  }

  private ask(): Promise<Reading> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error("the guest does not say what time it is")),
        answerLimitMs,
      );
      const before = process.hrtime.bigint();
      this.answer = (line) => {
        clearTimeout(timer);
        const after = process.hrtime.bigint();
        const [monotonic, realtime] = line.split(" ").map(BigInt) as [bigint, bigint];
        const roundTrip = Number(after - before);
        const ours =
          BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n -
          BigInt(roundTrip >> 1);
        resolve({
          host: (before + after) / 2n,
          monotonic,
          realtimeAhead: Number(realtime - ours),
          roundTrip,
        });
      };
      this.child.stdin?.write("\n");
    });
  }

  /** The best of several readings. */
  async read(attempts = 20): Promise<Reading> {
    let best = await this.ask();
    for (let i = 1; i < attempts; i++) {
      const next = await this.ask();
      if (next.roundTrip < best.roundTrip) best = next;
    }
    return best;
  }

  async end(): Promise<void> {
    const ended = new Promise((done) => this.child.on("exit", done));
    this.child.stdin?.end();
    await ended;
  }
}

/** How much faster the guest's monotonic clock went than ours between two readings, in millionths. */
export function drift(from: Reading, to: Reading): { ppm: number; errorPpm: number } {
  const ours = Number(to.host - from.host);
  const theirs = Number(to.monotonic - from.monotonic);
  const error = (from.roundTrip + to.roundTrip) / 2;
  return { ppm: ((theirs - ours) / ours) * 1e6, errorPpm: (error / ours) * 1e6 };
}
