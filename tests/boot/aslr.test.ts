/** Addresses of program and kernel: drawn anew at every boot, the same at every boot with --no-aslr. */
import { beforeAll, expect, test } from "vitest";
import { compile, host, osier } from "../osier.ts";

const limitSeconds = 60;
const timeout = 200_000;

beforeAll(async () => {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

/** What tests/boot/programs/addresses.c and the kernel's log say: name and address. */
async function addresses(program: string, ...flags: string[]): Promise<Map<string, bigint>> {
  const { status, stdout, stderr } = await osier(["run", "--verbose", ...flags, program], { limitSeconds });
  expect(status, stderr).toBe(0);
  const lines = stdout.trim().split("\n");
  const found = new Map(
    lines.map((line) => line.split(" ") as [string, string]).map(([n, a]) => [n, BigInt(a)]),
  );
  const [, slide, map, area] =
    /kernel: moved by (0x\w+), direct map at (0x\w+), area at (0x\w+)/.exec(stderr) ?? [];
  for (const [name, text] of Object.entries({ slide, map, area }))
    found.set(`kernel ${name}`, BigInt(text ?? "none"));
  return found;
}

test.each(["microvm", "q35"])(
  "no two boots of %s have an address in common",
  { timeout },
  async (machine) => {
    const program = compile("gcc", "addresses.c");
    const seen = [];
    for (let boot = 0; boot < 3; boot++) seen.push(await addresses(program, "--machine", machine));
    const [first, second, third] = seen as [Map<string, bigint>, Map<string, bigint>, Map<string, bigint>];
    expect(first.size).toBeGreaterThan(11);
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

test.each([[], ["--no-aslr"]])("a panic names the kernel's functions [%s]", { timeout }, async (...flags) => {
  const kernel = JSON.parse((await osier(["run", "--print-config", "/usr/bin/true"])).stdout) as {
    symbols: string;
  };
  const { stdout: symbols } = await host(["nm", kernel.symbols]);
  const [entry, handler] = ["syscall_entry", "osier_syscall"].map((name) =>
    BigInt(`0x${new RegExp(`^([0-9a-f]+) . ${name}$`, "m").exec(symbols)?.[1]}`),
  ) as [bigint, bigint];
  const args = [...flags, compile("gcc", "addresses.c"), "--", `${handler - entry}`];
  const { status, stderr } = await osier(["run", ...args], { limitSeconds });
  expect(status).toBe(125);
  expect(stderr).toMatch(/kernel panic: debug in the kernel/);
  expect(stderr).toMatch(/#0 0xffffffff\w+ \[k:0xffffffff\w+\] \w+ \(kernel\/syscall\/entry\.ts:\d+\)/);
  expect(stderr).toMatch(/#\d+ .*getppid/);
});

test("/proc/sys/kernel/randomize_va_space tells the truth", { timeout }, async () => {
  const cat = ["/usr/bin/cat", "--", "/proc/sys/kernel/randomize_va_space"];
  expect((await osier(["run", ...cat], { limitSeconds })).stdout).toBe("2\n");
  expect((await osier(["run", "--no-aslr", ...cat], { limitSeconds })).stdout).toBe("0\n");
});
