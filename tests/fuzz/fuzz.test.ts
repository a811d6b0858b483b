/**
 * libFuzzer over the kernel's readers of untrusted files (`kernel/**\/*.fuzz.ts`), under AddressSanitizer and UBSan.
 *
 * Among all tests each gets a few thousand inputs; `./osier test fuzz --slow` gives each a million.
 */
import { mkdirSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { rootDir } from "@osier/cli";
import { buildHostProgram } from "@osier/compiler";
import { expect, test } from "vitest";
import { host, workDir } from "../osier.ts";

const slow = process.env["OSIER_SLOW"] === "1";
const runs = slow ? 1_000_000 : 5_000;
const limitSeconds = slow ? 3600 : 60;
const kernel = join(rootDir, "kernel");
const harnesses = readdirSync(kernel, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".fuzz.ts"))
  .sort();

test("the ELF and EROFS readers have a harness each", () => {
  expect(harnesses.map((path) => path.split("/")[0])).toEqual(expect.arrayContaining(["elf", "fs"]));
});

test.each(harnesses)(`%s: ${runs} inputs`, { timeout: (limitSeconds + 120) * 1000 }, async (path) => {
  const name = basename(path, ".fuzz.ts");
  const dir = workDir(`fuzz-${name}`);
  const corpus = join(dir, "corpus");
  mkdirSync(corpus, { recursive: true });
  const out = join(dir, "fuzzer");
  const sanitize = ["address", "undefined", "fuzzer"] as const;
  await buildHostProgram({ file: join(kernel, path), out, mode: "development", sanitize });
  const flags = [
    `-runs=${runs}`,
    "-timeout=10",
    "-max_len=65536",
    `-artifact_prefix=${dir}/`,
    "-print_final_stats=1",
  ];
  const { status, stderr } = await host([out, corpus, ...flags], { limitSeconds });
  expect(status, stderr.slice(-4000)).toBe(0);
  expect(Number(/stat::number_of_executed_units:\s*(\d+)/.exec(stderr)?.[1])).toBeGreaterThanOrEqual(runs);
});
