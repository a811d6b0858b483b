/**
 * Random expressions must give in Bare TypeScript what the same expressions give in C.
 *
 * One seed is fixed, one is new in each run (its number stands in the test's name); OSIER_SEED=N asks for one more.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildHostProgram } from "../../src/index.ts";
import { cacheDir } from "../../src/link/places.ts";
import { runTool } from "../../src/link/process.ts";
import { tool } from "../../src/link/tools.ts";
import { generate } from "./generate.ts";

const functions = 80;
const seeds = [1, Date.now() % 1_000_000];
if (process.env["OSIER_SEED"] !== undefined) seeds.push(Number(process.env["OSIER_SEED"]));

async function results(executable: string): Promise<string[]> {
  const run = await runTool(executable, [], { timeoutMs: 20_000 });
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: "" });
  return run.stdout.trim().split("\n");
}

test.each(seeds)("seed %i", async (seed) => {
  const dir = join(cacheDir, "tests", `differential-${seed}`);
  mkdirSync(dir, { recursive: true });
  const twins = generate(seed, functions);
  const [bareFile, cFile] = [join(dir, "program.ts"), join(dir, "program.c")];
  writeFileSync(bareFile, twins.bare);
  writeFileSync(cFile, twins.c);
  const clang = await tool("clang");
  const c = await runTool(clang.path, [
    "-O1",
    "-w",
    "-fwrapv",
    "-ffp-contract=off",
    "-o",
    join(dir, "c"),
    cFile,
  ]);
  expect(c.stderr).toBe("");
  await buildHostProgram({ file: bareFile, out: join(dir, "bare"), mode: "development" });
  const [ours, theirs] = [await results(join(dir, "bare")), await results(join(dir, "c"))];
  expect(theirs.length).toBe(functions * 5);
  const different = theirs.flatMap((line, i) =>
    line === ours[i] ? [] : [`f${Math.floor(i / 5)}, call ${i % 5}: ${ours[i]}, and ${line} in C`],
  );
  expect(different).toEqual([]);
});
