/** Host programs as a user of osierc sees them: statuses, sanitizers, faults with their place. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildHostProgram, type HostBuildOptions } from "../index.ts";
import { cacheDir } from "./places.ts";
import { runTool } from "./process.ts";

const dir = join(cacheDir, "tests", "host-builds");
mkdirSync(dir, { recursive: true });

async function build(name: string, source: string, options: Partial<HostBuildOptions> = {}): Promise<string> {
  const file = join(dir, `${name}.ts`);
  writeFileSync(file, source);
  const out = join(dir, name);
  await buildHostProgram({ file, out, mode: "development", ...options });
  return out;
}

test("main's value is the exit status, in every mode", async () => {
  for (const mode of ["debug", "development", "release"] as const) {
    const program = await build(`status-${mode}`, "export function main(): i32 { return 41 + 1; }", { mode });
    expect((await runTool(program, [])).status).toBe(42);
  }
});

test("AddressSanitizer sees a write behind an array, and names the line", async () => {
  const source = `
export function main(): i32 {
  const a = newArray<u32>(4);
  let n: u64 = 4;
  a.ptr[n] = 5;
  return 0;
}`;
  const program = await build("overflow", source, { sanitize: ["address"] });
  const { status, stderr } = await runTool(program, []);
  expect(status).not.toBe(0);
  expect(stderr).toContain("heap-buffer-overflow");
  expect(stderr).toMatch(/overflow\.ts:5/);
});

test("libFuzzer finds the input that breaks an invariant", async () => {
  const source = `
export function fuzzOne(data: Slice<u8>): void {
  if (data.length > 1 && data[0] === 79 && data[1] === 83) trap();
}`;
  const program = await build("harness", source, { sanitize: ["fuzzer", "address"] });
  const run = await runTool(program, ["-runs=2000000", "-seed=1", `-artifact_prefix=${dir}/`], {
    timeoutMs: 60_000,
  });
  expect(run.status).not.toBe(0);
  expect(run.stderr).toContain("deadly signal");
});

test("a program without main, and one that tsc refuses, are told so", async () => {
  await expect(build("nothing", "export const a: u32 = 1;")).rejects.toMatchObject({
    what: "The program has no function main",
    mend: "Export main(): i32.",
  });
  await expect(build("wrong", 'export function main(): i32 { return "x"; }')).rejects.toMatchObject({
    diagnostics: [{ code: "TS2322", line: 1 }],
  });
});

test("a symbol that nothing defines is named", async () => {
  const source = `
/** @extern osier_no_such_symbol */
declare function missing(): i32;
export function main(): i32 { return missing(); }`;
  await expect(build("undefined", source)).rejects.toMatchObject({
    mend: expect.stringContaining("osier_no_such_symbol"),
  });
});
