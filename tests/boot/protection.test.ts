/** No page is writable and executable unless the program asked for one: the program's map, and the page tables themselves. */
import { beforeAll, expect, test } from "vitest";
import { compile, osier } from "../osier.ts";

const limitSeconds = 60;
const timeout = 120_000;

beforeAll(async () => {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

test.each([
  ["/usr/bin/cat", "/proc/self/maps"],
  ["/usr/bin/python3", "-c", "import ssl, sqlite3, threading; print(open('/proc/self/maps').read())"],
  ["/usr/bin/perl", "-e", "use POSIX; open F, '/proc/self/maps'; print <F>"],
])("the map of %s", { timeout }, async (program, ...args) => {
  const { status, stdout } = await osier(["run", program, "--", ...args], { limitSeconds });
  expect(status).toBe(0);
  const rights = [...stdout.matchAll(/^[0-9a-f]+-[0-9a-f]+ (\S{4}) /gm)].map(([, text]) => text);
  expect(rights).toContain("r-xp");
  expect(rights).toContain("rw-p");
  expect(rights.filter((text) => /.wx./.test(text as string))).toEqual([]);
});

test.each(["microvm", "q35"])("the page tables of %s", { timeout }, async (machine) => {
  const run = [
    "run",
    "--no-aslr",
    "--machine",
    machine,
    "--cpus",
    "2",
    compile("gcc", "pagetables.c", "-static"),
  ];
  const { status, stdout } = await osier(run, { limitSeconds });
  expect(status).toBe(0);
  expect(stdout.split("\n").filter((line) => !line.startsWith("pages "))).toEqual([""]);
  for (const half of ["program", "kernel"]) {
    const [, all, writable, executable] =
      new RegExp(`pages ${half} all (\\d+) writable (\\d+) executable (\\d+)`).exec(stdout) ?? [];
    expect(Number(writable)).toBeGreaterThan(3);
    expect(Number(executable)).toBeGreaterThan(3);
    expect(Number(all)).toBeGreaterThan(Number(writable) + Number(executable));
  }
});

test("a page that the program wants with all rights is seen", { timeout }, async () => {
  const run = ["run", "--no-aslr", compile("gcc", "pagetables.c", "-static"), "--", "all"];
  expect((await osier(run, { limitSeconds })).stdout).toMatch(/^both program [0-9a-f]+$/m);
});
