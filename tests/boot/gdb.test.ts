/** gdb attached through `osier run --gdb`: a breakpoint on a .ts line, locals, a backtrace into the program. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rootDir } from "@osier/cli";
import { beforeAll, expect, test } from "vitest";
import { compile, host, launcher, osier } from "../osier.ts";

const source = "kernel/syscall/info.ts";

beforeAll(async () => {
  const { status, stderr } = await osier(["build", "--debug"], { limitSeconds: 290 });
  expect(status, stderr).toBe(0);
});

/** Starts a machine that waits for gdb; resolves to the script that it names. */
function waiting(program: string) {
  const machine = spawn(launcher, ["run", "--gdb", "--timeout", "100", program], {
    cwd: rootDir,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const script = new Promise<string>((resolve, reject) => {
    let said = "";
    machine.stderr.on("data", (chunk: Buffer) => {
      said += chunk;
      const match = /gdb -x (\S+)/.exec(said);
      if (match !== null) resolve(match[1] as string);
    });
    machine.on("close", () => reject(new Error(`the machine ended: ${said}`)));
  });
  return { machine, script };
}

test.each([[], ["-static"]])("a program linked with [%s]", { timeout: 180_000 }, async (...flags) => {
  const lines = readFileSync(join(rootDir, source), "utf8").split("\n");
  const line = lines.findIndex((text) => text.startsWith("export function sysUname(")) + 2;
  expect(line).toBeGreaterThan(1);
  const { machine, script } = waiting(compile("gcc", "names.c", ...flags));
  try {
    const commands = [`break info.ts:${line}`, "continue", "info args", "info locals", "backtrace"].flatMap(
      (text) => ["-ex", text],
    );
    const { stdout } = await host(["gdb", "-nx", "-batch", "-x", await script, ...commands], {
      limitSeconds: 90,
    });
    expect(stdout).toMatch(new RegExp(`Breakpoint 1, .*sysUname .*info\\.ts:${line}`));
    expect(stdout).toMatch(/^to = /m);
    expect(stdout).toMatch(/#0 .*sysUname .*info\.ts/);
    expect(stdout).toMatch(/askName .*names\.c/);
    expect(stdout).toMatch(/main .*names\.c/);
  } finally {
    machine.kill("SIGTERM");
  }
});
