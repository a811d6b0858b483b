/** Guests with less memory than their work would like: the page cache gives way, files in memory end with ENOSPC. */
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { osier, workDir } from "../osier.ts";

const limitSeconds = 100;
const timeout = 120_000;

beforeAll(async () => {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

test("a file of 40 MiB is read in a guest of 24 MiB", { timeout }, async () => {
  const file = join(workDir("memory"), "big");
  const contents = randomBytes(40 << 20);
  writeFileSync(file, contents);
  const args = ["run", "-m", "24", "--add", file, "/usr/bin/sha256sum", "--", file];
  const { status, stdout, stderr } = await osier(args, { limitSeconds });
  const sum = createHash("sha256").update(contents).digest("hex");
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${sum}  ${file}\n`, stderr: "" });
});

const fill = `
import os
f = os.open("/tmp/x", os.O_CREAT | os.O_RDWR)
written = 0
try:
    while True:
        written += os.write(f, b"x" * 65536)
except OSError as e:
    print(e.errno, written > 4 << 20)
os.ftruncate(f, 0)
os.lseek(f, 0, os.SEEK_SET)
print(os.write(f, b"y" * 1000000))
os.lseek(f, 999998, os.SEEK_SET)
print(os.read(f, 10))
`;

test("a full /tmp is ENOSPC to the writer, and space that is given back can be used", {
  timeout,
}, async () => {
  const { status, stdout, stderr } = await osier(["run", "-m", "32", "/usr/bin/python3", "--", "-c", fill], {
    limitSeconds,
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "28 True\n1000000\nb'yy'\n", stderr: "" });
});
