/**
 * Runs a Debian program here and in a guest: standard output, standard error and status must be the same bytes.
 *
 * A case is a command line in shell quoting, without any shell: `sort -t: -k2`. It runs in an empty directory (/tmp in
 * the guest, so commands name files relative to it) with an environment of the same variables, and must not print what
 * differs between machines: times, process numbers, inode numbers, sizes of directories. `FIXTURE` in a command is the
 * path of a directory of files that both machines have under the same name.
 *
 * A program that is not installed is shown as skipped. Slow cases run under `osier test --slow` only.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { host, osier, workDir } from "../osier.ts";
import { fixture } from "./fixture.ts";

export interface Options {
  stdin?: string | Buffer;
  env?: Record<string, string>;
  /** Runs only under --slow. */
  slow?: boolean;
  /** What it writes to stderr names something that differs, or is the kernel's own message. */
  ignoreStderr?: boolean;
  memory?: string;
  cpus?: number;
  /** What the program opens by itself and its package does not bring. */
  add?: string[];
  /** Programs that it starts. */
  also?: string[];
}

export type Case = readonly [command: string, options?: Options];

const limitSeconds = 100;
/** Whether slow cases run. */
export const slowToo = process.env["OSIER_SLOW"] === "1";
const guestPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Words of a command: blanks separate, single and double quotes group, nothing is expanded but FIXTURE. */
export function words(command: string): string[] {
  const list: string[] = [];
  for (const [word] of command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g))
    list.push(word.replace(/'([^']*)'|"([^"]*)"/g, (_, a, b) => a ?? b).replaceAll("FIXTURE", fixture()));
  return list;
}

/** Debian's own program of that name, whatever the caller's PATH has before it; null: not installed. */
export function locate(program: string): string | null {
  const places = program.includes("/") ? [program] : guestPath.split(":").map((dir) => join(dir, program));
  return places.find((place) => existsSync(place)) ?? null;
}

/** Runs one case on both sides. */
export async function compare([command, options = {}]: Case): Promise<void> {
  const [name, ...args] = words(command) as [string, ...string[]];
  const program = locate(name) ?? name;
  const variables = { LC_ALL: "C.UTF-8", ...options.env };
  const common = { stdin: options.stdin ?? "", limitSeconds, encoding: "latin1" as const };
  const scratch = workDir("scratch");
  const cwd = mkdtempSync(join(scratch, "case-"));
  try {
    const here = await host([program, ...args], {
      ...common,
      cwd,
      env: { PATH: guestPath, HOME: "/root", ...variables },
    });
    const flags = Object.entries(variables).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
    if (command.includes("FIXTURE")) flags.push("--add", fixture());
    for (const path of options.add ?? []) flags.push("--add", path);
    for (const name of options.also ?? []) flags.push("--also", name);
    if (options.memory !== undefined) flags.push("-m", options.memory);
    if (options.cpus !== undefined) flags.push("--cpus", String(options.cpus));
    const there = await osier(["run", "--workdir", "/tmp", ...flags, program, "--", ...args], common);
    if (options.ignoreStderr === true) there.stderr = here.stderr;
    expect(there).toEqual(here);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** Defines a test for each case. */
export function sameAsHost(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    beforeAll(async () => {
      const { status, stderr } = await osier(["build"], { limitSeconds: 290 });
      expect(status, stderr).toBe(0);
    });
    for (const one of cases) {
      const [command, options] = one;
      const skipped = locate(words(command)[0] as string) === null || (options?.slow === true && !slowToo);
      const name = command.length > 100 ? `${command.slice(0, 100).replace(/\n/g, " ")}...` : command;
      test.skipIf(skipped)(name, { timeout: (2 * limitSeconds + 10) * 1000 }, () => compare(one));
    }
  });
}
