/** Stack canaries of program and kernel: random even where addresses are not, and looked at. */
import { beforeAll, expect, test } from "vitest";
import { compile, host, osier } from "../osier.ts";

const limitSeconds = 60;
const timeout = 120_000;
let program = "";
/** From the entry of system calls to the kernel's canary. */
let distance = "";

beforeAll(async () => {
  program = compile("gcc", "canary.c", "-pthread");
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
  const kernel = JSON.parse((await osier(["run", "--print-config", "/usr/bin/true"])).stdout) as {
    symbols: string;
  };
  const { stdout: symbols } = await host(["nm", kernel.symbols]);
  const at = (name: string) => BigInt(`0x${new RegExp(`^([0-9a-f]+) . ${name}$`, "m").exec(symbols)?.[1]}`);
  distance = `${at("__stack_chk_guard") - at("syscall_entry")}`;
});

test("two boots have two canaries each", { timeout }, async () => {
  const run = () => osier(["run", "--no-aslr", program, "--", distance], { limitSeconds });
  const lines = [(await run()).stdout.split("\n"), (await run()).stdout.split("\n")] as [string[], string[]];
  for (const at of [0, 1]) {
    expect(lines[0][at]).toMatch(/^(program|kernel) [0-9a-f]{6,14}00$/); // the lowest byte ends strings
    expect(lines[1][at]).not.toBe(lines[0][at]);
  }
});

test("a frame whose canary has changed is a panic that names the function", { timeout }, async () => {
  const { status, stderr } = await osier(["run", program, "--", distance, "change"], { limitSeconds });
  expect(status).toBe(125);
  expect(stderr).toMatch(/kernel panic: the stack was written beyond an array/);
  expect(stderr).toMatch(/#1 .*SignalFile.*read \(kernel\/process\/signalfile\.ts:\d+\)/);
});
