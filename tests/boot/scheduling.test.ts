/** Who gets the processor: fair shares, nice values, wake-ups, real-time priorities, spreading; and that idling costs nothing. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { rootDir } from "@osier/cli";
import { beforeAll, expect, test } from "vitest";
import { compile, launcher, osier } from "../osier.ts";

const timeout = 120_000;
let program = "";

beforeAll(async () => {
  program = compile("gcc", "scheduling.c", "-pthread");
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
}, 300_000);

const machine = (cpus: number, mode: string) => [
  "run",
  "--cpus",
  String(cpus),
  "--workdir",
  "/tmp",
  program,
  "--",
  mode,
];

test.each([
  ["equals share equally", "equals"],
  ["nice 10 has 110 of 1024", "nice10"],
  ["nice 19 has 15", "nice19"],
  ["nice -5 has 3121", "nice-5"],
  ["SCHED_IDLE has 3", "idle"],
  ["who comes late shares equally", "late"],
  ["who wakes runs soon", "wakes"],
  ["who slept gets no more than others", "sleeps"],
  ["SCHED_FIFO keeps fair threads away", "fifo"],
  ["equals of SCHED_FIFO wait", "equal-fifo"],
  ["equals of SCHED_RR take turns", "equal-rr"],
  ["a change of priority has effect at once", "changes"],
])("%s", { timeout }, async (_rule, mode) => {
  expect(await osier(machine(1, mode), { limitSeconds: 90 })).toMatchObject({ stdout: "held\n", status: 0 });
});

test("new threads inherit, unless SCHED_RESET_ON_FORK says otherwise", { timeout }, async () => {
  const { stdout } = await osier(machine(1, "inheritance"), { limitSeconds: 60 });
  expect(stdout).toBe("200 0 300 40000003\n");
});

for (const cpus of [2, 4]) {
  test.each([
    ["busy threads use all processors", "spread"],
    ["urgent threads do not wait for each other", "urgent-spread"],
  ])(`%s, of ${cpus}`, { timeout }, async (_rule, mode) => {
    expect(await osier(machine(cpus, mode), { limitSeconds: 90 })).toMatchObject({
      stdout: "held\n",
      status: 0,
    });
  });
}

/** The process numbers of the children. */
function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}
/** The QEMU below a process. */
function machineOf(pid: number): number | undefined {
  if (/^qemu-system/.test(readFileSync(`/proc/${pid}/comm`, "utf8"))) return pid;
  return childrenOf(pid)
    .map(machineOf)
    .find((found) => found !== undefined);
}
/** CPU time of a process, of all its threads, in seconds: utime and stime of proc_pid_stat(5), whose tick is 10 ms. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
function hasSaid(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk;
      if (output.includes(text)) resolve();
    });
    child.on("close", () => reject(new Error(`ended after ${JSON.stringify(output)}`)));
  });
}

test.each([1, 4])("five idle seconds cost less than one, %i processors", { timeout }, async (cpus) => {
  const child = spawn(launcher, machine(cpus, "rest"), {
    cwd: rootDir,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await hasSaid(child, "resting");
    const qemu = machineOf(child.pid as number) as number;
    await sleep(500);
    const before = cpuSeconds(qemu);
    await sleep(5000);
    expect(cpuSeconds(qemu) - before).toBeLessThan(1);
  } finally {
    child.kill("SIGTERM");
  }
});
