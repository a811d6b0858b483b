/** Programs and machines that end badly: the right status, the reason on stderr, never a hang. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { compile, osier, workDir } from "../osier.ts";

const limitSeconds = 60;
const timeout = 120_000;
let faults = "";

beforeAll(async () => {
  faults = compile("gcc", "faults.c");
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

const run = (...args: string[]) => osier(["run", ...args], { limitSeconds });

test("a null dereference: status 139 and the program's own backtrace", { timeout }, async () => {
  const { status, stdout, stderr } = await run(faults, "--", "null");
  expect({ status, stdout }).toEqual({ status: 139, stdout: "" });
  expect(stderr).toMatch(/poke.*faults\.c:\d+/);
  expect(stderr).toMatch(/main.*faults\.c:\d+/);
});

test("an overflow of the stack: status 139, said as such", { timeout }, async () => {
  const { status, stderr } = await run(faults, "--", "stack");
  expect(status).toBe(139);
  expect(stderr).toMatch(/stack/i);
});

test("abort: status 134", { timeout }, async () => {
  expect((await run(faults, "--", "abort")).status).toBe(134);
});

test("fork is named and refused with ENOSYS", { timeout }, async () => {
  const { status, stdout, stderr } = await run(faults, "--", "fork");
  expect({ status, stdout }).toEqual({ status: 0, stdout: "fork: Function not implemented\n" });
  expect(stderr).toMatch(/fork|clone/);
});

test("4 MiB of memory: an error that says so", { timeout }, async () => {
  const { status, stderr } = await run("-m", "4M", "/usr/bin/python3", "--", "-c", "pass");
  expect(status).not.toBe(0);
  expect(status).not.toBeNull();
  expect(stderr).toMatch(/memory/i);
});

test("1 MiB of memory, too little for any kernel: given up, not waited for", { timeout }, async () => {
  const { status, stderr } = await run("-m", "1M", faults, "--", "abort");
  expect(status).toBe(125);
  expect(stderr).toMatch(/did not start|too large|memory/);
});

test("an image with a flipped byte in its metadata", { timeout }, async () => {
  const image = join(workDir("errors"), "flipped.erofs");
  expect((await osier(["build", faults, "-o", image])).status).toBe(0);
  const good = readFileSync(image);
  // EROFS superblock at 1024: checksum at 4, block size at 12, root inode at 14, inode count at 16.
  for (const at of [1024, 1024 + 4, 1024 + 12, 1024 + 14, 1024 + 16]) {
    const bytes = Buffer.from(good);
    bytes[at] = (bytes[at] as number) ^ 0xff;
    writeFileSync(image, bytes);
    const { status, stderr } = await run("--image", image, faults, "--", "fork");
    expect(status, `byte ${at}`).toBe(125);
    expect(stderr, `byte ${at}`).toMatch(/erofs|root filesystem/i);
  }
});

test("--timeout ends a program that does not end, with status 124", { timeout }, async () => {
  const { status, stderr } = await run("--timeout", "5", "/usr/bin/sleep", "--", "1000");
  expect(status).toBe(124);
  expect(stderr).toContain("did not end within 5 s");
});
