import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testDir } from "../test-dir.ts";
import { parseLdCache, readLdCache } from "./ld-cache.ts";
import { compareLibraryNames, writeLdCache } from "./ld-cache-write.ts";

const dir = testDir("cache");
const ldconfig = "/sbin/ldconfig";

test("the host's cache is read as ldconfig reads it", () => {
  const printed = execFileSync(ldconfig, ["-p"], { encoding: "utf8" });
  const first = new Map<string, string>();
  for (const [, name, path] of printed.matchAll(/^\t(\S+) \(libc6,x86-64\) => (.+)$/gm)) {
    if (!first.has(name as string)) first.set(name as string, path as string);
  }
  expect(first.size).toBeGreaterThan(10);
  const cache = readLdCache();
  for (const [name, path] of first) expect(cache?.lookup(name)[0]).toBe(path);
});

test("ldconfig reads what we write, in our order", () => {
  const libraries = new Map([
    ["libc.so.6", "/lib/x86_64-linux-gnu/libc.so.6"],
    ["libz.so.1", "/lib/x86_64-linux-gnu/libz.so.1"],
    ["libfoo-10.so", "/opt/libfoo-10.so"],
    ["libfoo-9.so", "/opt/libfoo-9.so"],
  ]);
  const file = join(dir, "ld.so.cache");
  const bytes = writeLdCache(libraries);
  writeFileSync(file, bytes);
  const printed = execFileSync(ldconfig, ["-p", "-C", file], { encoding: "utf8" });
  const names = [...printed.matchAll(/^\t(\S+) \(libc6,x86-64\) => (.+)$/gm)].map(([, name]) => name);
  expect(names).toEqual(["libz.so.1", "libfoo-10.so", "libfoo-9.so", "libc.so.6"]);
  const parsed = parseLdCache(bytes);
  for (const [name, path] of libraries) expect(parsed?.lookup(name)).toEqual([path]);
});

test("digits compare as numbers, and garbage is no cache", () => {
  expect(compareLibraryNames("liba.so.10", "liba.so.9")).toBeGreaterThan(0);
  expect(compareLibraryNames("liba.so.1", "libab.so.1")).toBeLessThan(0);
  expect(parseLdCache(Buffer.from("nonsense"))).toBeNull();
  expect(parseLdCache(writeLdCache(new Map([["a", "/a"]])).subarray(0, 60))).toBeNull();
});
