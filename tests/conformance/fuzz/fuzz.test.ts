/** Random programs, always from the same seeds, more of them under --slow: the kernel never panics and keeps its word. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { rootDir } from "@osier/cli";
import { beforeAll, describe, expect, test } from "vitest";
import { osier, workDir } from "../../osier.ts";

const slow = process.env["OSIER_SLOW"] === "1";
const seeds = Array.from({ length: slow ? 30 : 3 }, (_, i) => i + 1);

/** Source, and how many steps a run takes. */
const programs: [name: string, count: number][] = [
  ["calls", 100_000],
  ["memory", 100_000],
  ["threads", 20_000],
];

const binary = (name: string) => join(workDir("fuzz"), name);

beforeAll(async () => {
  for (const [name] of programs) {
    const source = join(rootDir, "tests/conformance/fuzz", `${name}.c`);
    const flags = ["-O1", "-w", "-static", "-pthread", "-o", binary(name), source];
    const { status, stderr } = spawnSync("gcc", flags, { encoding: "utf8", timeout: 60_000 });
    expect(status, stderr).toBe(0);
  }
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

describe.each(programs)("%s", (name, count) => {
  test.each(seeds)("seed %i", { timeout: 150_000 }, async (seed) => {
    const args = [
      "run",
      "--workdir",
      "/tmp",
      binary(name),
      "--",
      String(seed),
      String(slow ? count * 5 : count),
    ];
    const { status, stdout, stderr } = await osier(args, { limitSeconds: 120 });
    expect(stderr).not.toMatch(/panic/);
    expect({ status, done: stdout.endsWith("done\n") }, `${stdout}\n${stderr}`).toEqual({
      status: 0,
      done: true,
    });
  });
});
