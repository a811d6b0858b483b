/** Programs on several processors, on both machines: found by the MP table on microvm, by the MADT on q35. */
import { beforeAll, expect, test } from "vitest";
import { compile, osier } from "../osier.ts";

const timeout = 200_000;
let program = "";

beforeAll(async () => {
  program = compile("gcc", "processors.c", "-pthread");
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

function run(machine: string, cpus: number, mode: string) {
  const args = [
    "run",
    "--machine",
    machine,
    "--cpus",
    String(cpus),
    "-m",
    "512M",
    "--workdir",
    "/tmp",
    program,
    "--",
    mode,
  ];
  return osier(args, { limitSeconds: 90 });
}

for (const machine of ["microvm", "q35"]) {
  for (const [mode, stdout, status] of [
    ["meeting", "met, 0 in the wrong place\n", 0],
    ["shootdown", "shot down\n", 0],
    ["signals", "100 signals\n", 0],
    ["counting", "16000\n", 0],
    ["wandering", "wandered, 0 wrong\n", 0],
    ["barriers", "registered 0\nunregistered -1\nbarriers 0\n", 0],
    ["sharing", "240 records, 0 torn\n0 blocks not read once\n", 0],
    ["leaving", "leaving\n", 7],
  ] as const) {
    test(`${mode} on four processors of ${machine}`, { timeout }, async () => {
      expect(await run(machine, 4, mode)).toMatchObject({ stdout, status });
    });
  }
}

test.each([1, 2, 3, 16])("%i processors are counted", { timeout }, async (cpus) => {
  expect(await run("microvm", cpus, "count")).toMatchObject({ stdout: `${cpus}\n`, status: 0 });
});
test("64 processors", { timeout }, async () => {
  expect(await run("q35", 64, "count")).toMatchObject({ stdout: "64\n", status: 0 });
});
