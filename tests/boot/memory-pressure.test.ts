/** Guests with less memory than their work would like: caches give way, calls are refused, and what cannot go on is reported. */
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { compile, osier, workDir } from "../osier.ts";

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

const pressure = (memory: string, ...args: string[]) => {
  const program = compile("gcc", "pressure.c", "-static", "-pthread");
  return osier(["run", "-m", memory, program, "--", ...args], { limitSeconds });
};

test("a program that takes all memory is killed, with a report of who has it", { timeout }, async () => {
  const { status, stderr } = await pressure("32", "touch");
  expect(status).toBe(137);
  expect(stderr).toContain("the program is out of memory, and is killed");
  const shares = [...stderr.matchAll(/^ +(\d+) KiB {2}([a-z' ]+)$/gm)].map(([, kib, name]) => [
    Number(kib),
    name,
  ]);
  expect(shares[0]?.[1]).toBe("the program's areas");
  expect(shares[0]?.[0]).toBeGreaterThan(20 << 10);
  for (const name of ["kernel heap", "kernel stacks", "its page tables"])
    expect(shares.map(([, user]) => user)).toContain(name);
  expect(shares.map(([kib]) => kib)).toEqual(shares.map(([kib]) => kib as number).sort((a, b) => b - a));
  expect(stderr).toMatch(/the greatest areas:\n +\d+ KiB {2}[0-9a-f]+-[0-9a-f]+ rw-p/);
});

test("files in memory stand in the report", { timeout }, async () => {
  const script =
    "open('/dev/shm/x', 'wb').write(b'x' * (8 << 20)); x = [bytearray(1 << 20) for i in range(100)]";
  const { status, stderr } = await osier(["run", "-m", "48", "/usr/bin/python3", "--", "-c", script], {
    limitSeconds,
  });
  expect([1, 137]).toContain(status); // Python may be told by malloc, and die of a MemoryError
  if (status === 137) expect(stderr).toMatch(/^ +8\d\d\d KiB {2}files in memory$/m);
});

test.each([
  ["threads", "EAGAIN after more than 100: 1\n"],
  ["pipes", "refused\n"],
  ["files", "ENOSPC\n"],
])("too many %s are refused", { timeout }, async (what, said) => {
  const { status, stdout, stderr } = await pressure("24", what);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: said, stderr: "" });
});

test("names and inodes are given up, and found again", { timeout }, async () => {
  const program = compile("gcc", "pressure.c", "-static", "-pthread");
  const tree = "/usr/lib/python3.11";
  const args = ["run", "-m", "64", "--add", tree, program, "--", "names", tree];
  const { status, stdout, stderr } = await osier(args, { limitSeconds });
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: "shrunk\nall found again: 1\n",
    stderr: "",
  });
});
