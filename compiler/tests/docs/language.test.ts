/** docs/language.md must be right: its examples compile or are refused as they say, its table is the registry's. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkProgram } from "../../src/index.ts";
import { loadForBuild } from "../../src/link/frontend.ts";
import { ObjectCompiler } from "../../src/link/objects.ts";
import { cacheDir, kernelDir } from "../../src/link/places.ts";
import { objectFlags } from "../../src/link/target.ts";
import { languagePage, withTable } from "./table.ts";

const page = readFileSync(languagePage, "utf8");
const dir = join(cacheDir, "tests", "docs");
mkdirSync(dir, { recursive: true });

const examples = [...page.matchAll(/^```ts(?: refused (OS\d+))?\n([\s\S]*?)^```$/gm)].map((match) => {
  const line = page.slice(0, match.index).split("\n").length;
  const file = join(dir, `example-line-${line}.ts`);
  writeFileSync(file, match[2]!);
  return { line, file, refused: match[1] ?? null };
});
const compiled = examples.filter((example) => example.refused === null);
const refused = examples.filter((example) => example.refused !== null);

test("the page has examples of both kinds", () => {
  expect(compiled.length).toBeGreaterThan(15);
  expect(refused.length).toBeGreaterThan(10);
});

test("every other example compiles for the kernel, and LLVM's verifier accepts it", async () => {
  const files = compiled.map((example) => example.file);
  const program = await loadForBuild(files, {
    root: kernelDir,
    target: "x64",
    mode: "development",
    sanitize: [],
  });
  const compiler = new ObjectCompiler(objectFlags("x64", "development", []), { verify: true });
  expect((await program.compile(compiler)).length).toBeGreaterThanOrEqual(files.length);
});

describe("refused examples", () => {
  test.each(refused)("line $line gives $refused", async ({ file, refused }) => {
    const codes = (await checkProgram([file])).map((diagnostic) => diagnostic.code);
    expect(codes).toEqual([refused]);
  });
});

test("the table of diagnostics is that of the registry", () => {
  expect(page).toBe(withTable(page));
});
