/** The object cache: finds what was put, by content, and stays within its size. */
import { mkdtempSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashOf, ObjectCache } from "./cache.ts";

const fresh = () => new ObjectCache(mkdtempSync(join(tmpdir(), "osier-cache-")));

function put(cache: ObjectCache, key: string, bytes: number, ageSeconds: number): void {
  const scratch = cache.scratch(key);
  writeFileSync(scratch, Buffer.alloc(bytes));
  const path = cache.commit(scratch, key);
  const time = new Date(Date.now() - ageSeconds * 1000);
  utimesSync(path, time, time);
}

test("the key tells contents and their division into parts", () => {
  expect(hashOf("ab", "c")).not.toBe(hashOf("a", "bc"));
  expect(hashOf("ab", "c")).toBe(hashOf("ab", "c"));
});

test("an object is found once it is committed, and not before", () => {
  const cache = fresh();
  const scratch = cache.scratch("k");
  writeFileSync(scratch, "object");
  expect(cache.find("k")).toBeNull();
  cache.commit(scratch, "k");
  expect(cache.find("k")).toBe(cache.path("k"));
});

test("trim removes what has not been used for longest, and only when the limit is passed", () => {
  const cache = fresh();
  put(cache, "old", 400, 300);
  put(cache, "used", 400, 200);
  put(cache, "new", 400, 100);
  cache.trim(1200);
  expect(readdirSync(cache.dir).length).toBe(3);
  cache.find("old"); // renews its time
  cache.trim(1100);
  expect(readdirSync(cache.dir).sort()).toEqual(["new.o", "old.o"]);
});
