/** The typed tree of every test program and of the kernel's library keeps the rules of tree.ts. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { formatDiagnostic } from "../frontend/diagnostics.ts";
import { loadProgram } from "../frontend/index.ts";
import { verifyProgram } from "./verify.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const kernel = join(repository, "kernel");
const bare = join(repository, "compiler/tests/bare");

function sources(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => join(dir, name));
}

for (const arch of ["x64", "aarch64"] as const) {
  test(`${arch}: programs and library`, () => {
    const other = join(bare, arch === "x64" ? "aarch64" : "x64");
    const files = sources(bare).filter((file) => !file.startsWith(other));
    const { program, diagnostics } = loadProgram({
      roots: [...files, ...sources(join(kernel, "lib"))],
      sourceRoot: kernel,
      extraRoots: [{ prefix: "bare", dir: bare }],
      target: { arch, host: true, debug: true },
      prelude: join(kernel, "lib/prelude.d.ts"),
    });
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    expect(verifyProgram(program!)).toEqual([]);
  });
}
