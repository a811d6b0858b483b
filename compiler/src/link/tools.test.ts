/** Missing and wrong tools give an error that says how to mend it. */
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** A module that has not found any tool yet, with only these programs on PATH. */
async function toolsWith(programs: Record<string, string>) {
  const dir = mkdtempSync(join(tmpdir(), "osier-tools-"));
  for (const [name, version] of Object.entries(programs)) {
    writeFileSync(join(dir, name), `#!/bin/sh\necho '${version}'\n`);
    chmodSync(join(dir, name), 0o755);
  }
  vi.stubEnv("PATH", dir);
  vi.resetModules();
  return import("./tools.ts");
}

test("a missing tool is named, with the package that has it", async () => {
  const { tool } = await toolsWith({});
  await expect(tool("ld.lld")).rejects.toMatchObject({
    name: "CompilerError",
    what: "ld.lld-19 is not on PATH",
    mend: "Install it: apt-get install lld-19",
  });
});
test("another major version is refused", async () => {
  const { tool } = await toolsWith({ "clang-19": "Debian clang version 14.0.6" });
  await expect(tool("clang")).rejects.toMatchObject({
    what: "clang is not of LLVM 19: Debian clang version 14.0.6",
    mend: "Install it: apt-get install clang-19",
  });
});
test("the right one is taken, also without the number in its name", async () => {
  const { tool } = await toolsWith({ "ld.lld": "LLD 19.1.7 (compatible with GNU linkers)" });
  expect((await tool("ld.lld")).version).toContain("19.1.7");
});
