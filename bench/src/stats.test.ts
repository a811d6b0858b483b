import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { initramfsWith } from "./cpio.ts";
import { parseFigures } from "./micro.ts";
import { makeResults } from "./report.ts";
import { bisect, geometricMean, median } from "./stats.ts";

test("medians and means", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(geometricMean([1, 4])).toBeCloseTo(2);
});

test("bisection finds the bound", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 64 }), async (bound) => {
      expect(await bisect(0, 64, async (value) => value >= bound)).toBe(bound);
    }),
  );
  expect(await bisect(0, 64, async () => false)).toBeNull();
});

test("ratios under 1 mean that ours is less", () => {
  const results = makeResults("boot", {
    a: { median: 1, unit: "ms", linux: 4 },
    b: { median: 4, unit: "ms", linux: 4 },
  });
  expect(results.figures["a"]?.vsLinux).toBe(0.25);
  expect(results.geomeanVsLinux).toBe(0.5);
});

test("figures are read from a serial line", () => {
  expect(parseFigures("getppid 12.5\r\nnoise\nend\r\n")).toEqual(new Map([["getppid", 12.5]]));
});

test("another reader unpacks our initramfs", () => {
  const dir = mkdtempSync(join(tmpdir(), "osier-cpio-"));
  const init = Buffer.from("#!/bin/true\n");
  execFileSync("python3", ["-c", unpack, dir], { input: initramfsWith(init), timeout: 30_000 });
  expect(readFileSync(join(dir, "init"))).toEqual(init);
  rmSync(dir, { recursive: true });
});

/** A reader of the newc form that shares nothing with our writer. */
const unpack = `
import sys
data = sys.stdin.buffer.read(); at = 0
while True:
    assert data[at:at+6] == b"070701"
    f = [int(data[at+6+8*i:at+14+8*i], 16) for i in range(13)]
    name = data[at+110:at+110+f[11]-1].decode()
    start = (at + 110 + f[11] + 3) & ~3
    if name == "TRAILER!!!": break
    if f[1] & 0o170000 == 0o100000: open(sys.argv[1] + "/" + name, "wb").write(data[start:start+f[6]])
    at = (start + f[6] + 3) & ~3
`;
