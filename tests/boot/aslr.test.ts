/** Addresses of program and kernel: drawn anew at every boot, the same at every boot with --no-aslr. */
import { beforeAll, expect, test } from "vitest";
import { compile, osier } from "../osier.ts";

const limitSeconds = 60;
const timeout = 200_000;

beforeAll(async () => {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

/** What a program of tests/boot/programs/addresses.c says: name and address. */
async function addresses(program: string, ...flags: string[]): Promise<Map<string, bigint>> {
  const { status, stdout, stderr } = await osier(["run", ...flags, program], { limitSeconds });
  expect(status, stderr).toBe(0);
  const lines = stdout.trim().split("\n");
  return new Map(lines.map((line) => line.split(" ") as [string, string]).map(([n, a]) => [n, BigInt(a)]));
}

test.each(["microvm", "q35"])(
  "no two boots of %s have an address in common",
  { timeout },
  async (machine) => {
    const program = compile("gcc", "addresses.c");
    const seen = [];
    for (let boot = 0; boot < 3; boot++) seen.push(await addresses(program, "--machine", machine));
    const [first, second, third] = seen as [Map<string, bigint>, Map<string, bigint>, Map<string, bigint>];
    expect(first.size).toBeGreaterThan(7);
    for (const [name, address] of first) {
      // Some have few bits, but three boots are hardly ever alike in one.
      const alike = second.get(name) === address && third.get(name) === address;
      expect(alike, `${name} at ${address.toString(16)} in three boots`).toBe(false);
    }
  },
);

test.each(["microvm", "q35"])("with --no-aslr two boots of %s are alike", { timeout }, async (machine) => {
  const program = compile("gcc", "addresses.c");
  const run = ["run", "--no-aslr", "--machine", machine, program];
  const first = await osier(run, { limitSeconds });
  expect(first.status).toBe(0);
  expect(first.stdout).toContain("program 0x55555555"); // where Linux puts it, and where gdb expects it
  expect(await osier(run, { limitSeconds })).toEqual(first);
});

test("a program linked at a fixed address stays there; the rest around it moves", { timeout }, async () => {
  const program = compile("gcc", "addresses.c", "-no-pie");
  const [first, second] = [await addresses(program), await addresses(program)];
  expect(first.get("program")).toBe(second.get("program"));
  expect(first.get("program")).toBeLessThan(0x500000n);
  for (const name of ["library", "mmap", "stack", "vdso"]) expect(first.get(name)).not.toBe(second.get(name));
});

test("/proc/sys/kernel/randomize_va_space tells the truth", { timeout }, async () => {
  const cat = ["/usr/bin/cat", "--", "/proc/sys/kernel/randomize_va_space"];
  expect((await osier(["run", ...cat], { limitSeconds })).stdout).toBe("2\n");
  expect((await osier(["run", "--no-aslr", ...cat], { limitSeconds })).stdout).toBe("0\n");
});
