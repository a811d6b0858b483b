/**
 * System calls behave as Linux's: each case under cases/ runs on this machine and in a guest, and prints the same.
 *
 * All cases are one static program and run in one boot; a case whose end is missing (the program died, or an earlier
 * case took it along) runs again in a boot of its own, so that one defect fails one test.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { rootDir } from "@osier/cli";
import { beforeAll, expect, test } from "vitest";
import { host, type Outcome, osier, workDir } from "../osier.ts";

const sources = join(rootDir, "tests/conformance");
const cases = readdirSync(join(sources, "cases")).map((file) => file.replace(/\.c$/, ""));
const binary = join(workDir("conformance"), "conformance");
const limitSeconds = 60;
const environment = { PATH: "/usr/bin", LC_ALL: "C.UTF-8" };

const here = new Map<string, string>();
const there = new Map<string, string>();

/** What each case printed: sections end with "-- NAME". */
function sections(stdout: string, into: Map<string, string>): void {
  for (const [, body, name] of stdout.matchAll(/([\s\S]*?)^-- (\w+)\n/gm))
    into.set(name as string, body as string);
}
const guest = (...names: string[]): Promise<Outcome> =>
  osier(["run", "--workdir", "/tmp", "-e", "PATH=/usr/bin", binary, "--", ...names], { limitSeconds });

async function onHost(): Promise<void> {
  const cwd = mkdtempSync(join(workDir("scratch"), "conformance-"));
  try {
    const { status, stdout, stderr } = await host([binary], { cwd, env: environment, limitSeconds });
    expect(status, stderr).toBe(0);
    sections(stdout, here);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

beforeAll(async () => {
  const files = [join(sources, "main.c"), ...cases.map((name) => join(sources, "cases", `${name}.c`))];
  const flags = ["-O1", "-w", "-static", "-pthread", "-fno-delete-null-pointer-checks", "-o", binary];
  const compiled = spawnSync("gcc", [...flags, ...files], { encoding: "utf8", timeout: 120_000 });
  expect(compiled.status, compiled.stderr).toBe(0);
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
  await onHost();
  const { stdout, stderr } = await guest();
  expect(stderr, "no panic of the kernel").not.toMatch(/kernel panic/);
  sections(stdout, there);
}, 500_000);

test.each(cases)("%s", { timeout: 90_000 }, async (name) => {
  if (!there.has(name)) {
    const { stdout, stderr } = await guest(name);
    sections(stdout, there);
    expect(there.has(name), `it did not end:\n${stdout}\n${stderr}`).toBe(true);
  }
  expect(there.get(name)).toBe(here.get(name));
});
