/** The guest's clocks go as the host's do. */
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { ClockGuest, drift } from "../clockdrift.ts";
import { compile, host, osier } from "../osier.ts";

beforeAll(async () => {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

test.each(["microvm", "q35"])(
  "after some seconds the clock of %s drifts by millionths",
  { timeout: 120_000 },
  async (machine) => {
    const guest = new ClockGuest(100, "--machine", machine);
    const first = await guest.read();
    // The wall clock comes from the real-time clock, in whole seconds.
    expect(Math.abs(first.realtimeAhead)).toBeLessThan(1.5e9);
    await sleep(6000); // measured three times over by then
    const from = await guest.read();
    await sleep(12_000);
    const { ppm, errorPpm } = drift(from, await guest.read());
    await guest.end();
    expect(Math.abs(ppm)).toBeLessThan(20 + errorPpm);
    expect(errorPpm).toBeLessThan(500); // else nothing was measured
  },
);

/** Runs a program of tests/boot/programs on a machine whose kernel gets one more word. */
async function withWord(program: string, machine: string, word: string, stdin = "") {
  const line = ["--cpus", "2", "--machine", machine, "--console", "serial", "--dry-run"];
  const dry = await osier(["run", ...line, program], { limitSeconds: 60 });
  expect(dry).toMatchObject({ status: 0 });
  const command = dry.stdout.trim().replace("-append '", `-append '${word} `);
  expect(command).toContain(word);
  // QEMU opens /dev/stderr by name, which a socket (what a test's pipe is) does not allow: a pipe of the shell's does.
  return host(["bash", "-c", `{ timeout 60 ${command}; } 2> >(cat >&2)`], { limitSeconds: 70, stdin });
}

const machines: [machine: string, word: string, clock: string, reference: string][] = [
  ["microvm", "clock=hpet", "tsc", "PIT"], // it has none
  ["q35", "verbose=1", "tsc", "HPET"],
  ["q35", "clock=hpet", "hpet", "HPET"],
];
test.each(machines)(
  "on %s with %s clocks, sleeps and timers agree",
  { timeout: 150_000 },
  async (machine, word, clock, reference) => {
    const timing = compile("gcc", "timing.c", "-static", "-pthread");
    const outcome = await withWord(timing, machine, `verbose=1 ${word}`);
    expect(outcome.stdout).toBe(`clock ${clock}\n`);
    expect(outcome.stderr).toMatch(
      new RegExp(`^clock: ${clock}; tsc at \\d+ kHz, measured by the ${reference}$`, "m"),
    );
    expect(outcome.stderr).toContain("exit 0");
  },
);

test("a clock that is a device is read by system call, the time-stamp counter is not", async () => {
  const clocks = compile("gcc", "clock.c", "-static");
  const calls: number[] = [];
  for (const word of ["clock=hpet", "root=vda"]) {
    const outcome = await withWord(clocks, "q35", `strace=1 verbose=1 ${word}`, `${"\n".repeat(8)}\x10\x04`);
    expect(outcome.stdout.split("\n")).toHaveLength(9);
    calls.push(outcome.stderr.match(/clock_gettime/g)?.length ?? 0);
  }
  expect(calls[0]).toBeGreaterThanOrEqual(16);
  expect(calls[1]).toBeLessThan(4);
}, 150_000);
