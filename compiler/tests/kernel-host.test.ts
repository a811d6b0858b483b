/**
 * Unit tests of the kernel's pure parts: each kernel/**\/*.hosttest.ts has `main(): i32` and gives 0.
 *
 * They run on the host under AddressSanitizer and UBSan, all from one executable, each in a process of its own.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kernelDir } from "../src/link/places.ts";
import { runPrograms, type TestProgram } from "./programs.ts";

const programs = readdirSync(kernelDir, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".hosttest.ts"))
  .sort()
  .map((path): TestProgram => ({ name: path, file: join(kernelDir, path), aborts: null }));

const outcomes = await runPrograms(programs, {
  name: "kernel-host",
  target: "host",
  mode: "development",
  sanitize: ["address", "undefined"],
});

test("the kernel has host tests", () => {
  expect(programs.length).toBeGreaterThan(0);
});

test.each(programs)("$name", ({ name }) => {
  expect(outcomes.get(name)).toBeNull();
});
