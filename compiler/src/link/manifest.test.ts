/** The build record: what counts as unchanged. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { isUnchanged, writeManifest } from "./manifest.ts";

let dir: string;
let input: string;
let output: string;
let manifest: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "osier-manifest-"));
  [input, output, manifest] = [join(dir, "main.ts"), join(dir, "kernel.elf"), join(dir, "manifest.json")];
  writeFileSync(input, "export const a: u32 = 1;");
  writeFileSync(output, "ELF");
  writeManifest(manifest, "release", [input], [output]);
});

test("a build whose inputs and outputs are as they were is unchanged", () => {
  expect(isUnchanged(manifest, "release")).toBe(true);
});
test("other options make another build", () => {
  expect(isUnchanged(manifest, "debug")).toBe(false);
});
test("an input with other contents is a change, even of the same size", () => {
  writeFileSync(input, "export const a: u32 = 2;");
  utimesSync(input, new Date(), new Date(Date.now() + 5000));
  expect(isUnchanged(manifest, "release")).toBe(false);
});
test("an input with another time and the same contents is none", () => {
  utimesSync(input, new Date(), new Date(Date.now() + 5000));
  expect(isUnchanged(manifest, "release")).toBe(true);
});
test("a missing input or output is a change", () => {
  rmSync(output);
  expect(isUnchanged(manifest, "release")).toBe(false);
  writeFileSync(output, "ELF");
  rmSync(input);
  expect(isUnchanged(manifest, "release")).toBe(false);
});
test("a record that was cut short counts for nothing", () => {
  writeFileSync(manifest, '{"format":1,"key":"rel');
  expect(isUnchanged(manifest, "release")).toBe(false);
});
