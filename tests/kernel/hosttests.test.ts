/** The kernel's own unit tests (`*.hosttest.ts`), compiled for the host under AddressSanitizer and UBSan. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { rootDir } from "@osier/cli";
import { buildHostProgram } from "@osier/compiler";
import { expect, test } from "vitest";
import { host, workDir } from "../osier.ts";

const kernel = join(rootDir, "kernel");
const files = readdirSync(kernel, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".hosttest.ts"))
  .sort();

test("there are host tests", () => {
  expect(files.length).toBeGreaterThan(0);
});

test.each(files)("%s", { timeout: 240_000 }, async (path) => {
  const out = join(workDir("hosttests"), path.replaceAll("/", "_").replace(/\.hosttest\.ts$/, ""));
  await buildHostProgram({
    file: join(kernel, path),
    out,
    mode: "development",
    sanitize: ["address", "undefined"],
  });
  const { status, stdout, stderr } = await host([out], { limitSeconds: 120 });
  expect(status, stdout + stderr).toBe(0);
});
