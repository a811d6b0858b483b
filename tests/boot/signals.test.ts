/** Ending a machine from outside: the status says how, and no QEMU is left behind. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { rootDir } from "@osier/cli";
import { beforeAll, expect, test } from "vitest";
import { compile, launcher, osier } from "../osier.ts";

const timeout = 90_000;
let waiter = "";

beforeAll(async () => {
  waiter = compile("gcc", "waiter.c");
  expect((await osier(["build", waiter], { limitSeconds: 290 })).status).toBe(0);
});

/** Starts a program that says `ready` and waits; resolves once it has. */
async function waiting(): Promise<ChildProcess> {
  const child = spawn(launcher, ["run", "--timeout", "60", waiter], {
    cwd: rootDir,
    stdio: ["pipe", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("exit", () => reject(new Error("the machine ended before it was ready")));
  });
  return child;
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  return new Promise((resolve) => child.on("exit", resolve));
}

/** The QEMU process that a command started. */
function machineOf(child: ChildProcess): number {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1];
      if (Number(parent) === child.pid) return Number(name);
    } catch {
      // it ended while we looked
    }
  }
  throw new Error("there is no machine");
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 50; tries++) {
    if (!existsSync(`/proc/${pid}`)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s gives status %i", { timeout }, async (signal, status) => {
  const child = await waiting();
  const machine = machineOf(child);
  expect(await end(child, signal)).toBe(status);
  expect(await gone(machine)).toBe(true);
});

test("a command that is killed takes its machine along", { timeout }, async () => {
  const child = await waiting();
  const machine = machineOf(child);
  await end(child, "SIGKILL");
  expect(await gone(machine)).toBe(true);
});

test("a reader that stops reading ends an endless program", { timeout }, () => {
  const script = '"$1" run --timeout 60 /usr/bin/yes | head -n 2; exit "${PIPESTATUS[0]}"';
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script, "bash", launcher], {
    encoding: "utf8",
    timeout: 60_000,
  });
  expect({ status, stdout, stderr }).toEqual({ status: 141, stdout: "y\ny\n", stderr: "" });
});
