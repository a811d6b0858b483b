import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withLock } from "./file-lock.ts";
import { testDir } from "./test-dir.ts";

const dir = testDir("lock");

test("one at a time, and the lock is given back after success and failure", async () => {
  const file = join(dir, "a");
  let inside = 0;
  let most = 0;
  const work = () =>
    withLock(file, 10_000, async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside--;
    });
  await Promise.all([work(), work(), work()]);
  expect(most).toBe(1);
  await expect(withLock(file, 1000, () => Promise.reject(new Error("inner")))).rejects.toThrow("inner");
  expect(existsSync(file)).toBe(false);
});

test("a dead owner's lock is taken over, a living one's is waited for within a limit", async () => {
  const file = join(dir, "b");
  writeFileSync(file, "999999999");
  expect(await withLock(file, 1000, async () => 1)).toBe(1);
  writeFileSync(file, String(process.pid));
  await expect(withLock(file, 200, async () => 1)).rejects.toThrow("did not finish");
});
