/**
 * Programs that start other programs, beside themselves in the one address space: each prints what it prints on the host.
 * What cannot be says so in one line that names the call.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { rootDir } from "@osier/cli";
import { beforeAll, describe, expect, test } from "vitest";
import { osier, workDir } from "../osier.ts";
import { compare, locate } from "./compare.ts";

const sources = join(rootDir, "tests/programs/sources");
const timeout = 250_000;
const also = ["sh", "echo", "cat", "tr", "sleep", "env", "true"];

function make(command: readonly [string, ...string[]]): void {
  const [file, ...args] = command;
  const { status, stderr } = spawnSync(file, args, { encoding: "utf8", timeout: 120_000 });
  expect(status, stderr).toBe(0);
}
function compiled(source: string): string {
  const out = join(workDir("compiled"), source.replace(".", "-"));
  make(["gcc", "-O1", "-w", "-o", out, join(sources, source)]);
  return out;
}

beforeAll(async () => {
  const { status, stderr } = await osier(["build"], { limitSeconds: 290 });
  expect(status, stderr).toBe(0);
});

describe.each([1, 4])("on %i processors", (cpus) => {
  test("vfork, posix_spawn, system, popen and execve in C", { timeout }, async () => {
    await compare([compiled("spawn.c"), { also, cpus }]);
  });
  test.skipIf(locate("python3") === null)("Python's subprocess", { timeout }, async () => {
    const script = join(sources, "children.py");
    await compare([`python3 ${script}`, { also, add: [script], cpus }]);
  });
  test.skipIf(locate("javac") === null)("Java's ProcessBuilder", { timeout }, async () => {
    const classes = workDir("children-java");
    make(["javac", "-d", classes, join(sources, "Children.java")]);
    const find = 'find "$(dirname "$(readlink -f "$(which java)")")/../lib" -name jspawnhelper';
    const helper = spawnSync("sh", ["-c", find], { encoding: "utf8" }).stdout.trim();
    const options = { also: [...also, helper], add: [classes], cpus, memory: "1G" };
    await compare([`java -cp ${classes} Children`, options]);
  });
  test.skipIf(locate("make") === null)("make", { timeout }, async () => {
    const makefile = join(sources, "children.mk");
    await compare([`make -s -f ${makefile}`, { also: [...also, "false"], add: [makefile], cpus }]);
  });
});

test("memory that children had comes back", { timeout }, async () => {
  const args = ["run", "--workdir", "/tmp", "-e", "OSIER=1", ...also.flatMap((name) => ["--also", name])];
  const { stdout } = await osier([...args, compiled("spawn.c")], { limitSeconds: 100 });
  expect(stdout).not.toContain("KiB");
  expect(stdout).toContain("the end\n");
});

test("a child that crashes is reported, and the machine lives on", { timeout }, async () => {
  const script = "import subprocess; print(subprocess.run(['sh', '-c', 'kill -SEGV $$']).returncode)";
  const { status, stdout, stderr } = await osier(["run", "--also", "sh", "python3", "--", "-c", script]);
  expect({ status, stdout }).toEqual({ status: 0, stdout: "-11\n" });
  expect(stderr).toMatch(/^sh \(thread \d+\) died of SIGSEGV/m);
});

test.each([
  ["fork", "import os; os.fork()", /called fork .*\(ENOSYS\)/],
  ["ptrace", "import ctypes; exit(ctypes.CDLL(None).ptrace(0, 0, 0, 0) + 2)", /called ptrace: .*\(ENOSYS\)/],
  [
    "a second program at the same fixed addresses",
    "import os, sys; os.posix_spawn(sys.executable, ['python3'], {})",
    /execve: \/usr\/bin\/python3\S* is linked to the addresses .*\(ENOMEM\)/,
  ],
])("%s is refused in one line", { timeout }, async (_, script, line) => {
  const { status, stderr } = await osier(["run", "python3", "--", "-c", script]);
  expect(status).toBe(1);
  expect(stderr.split("\n").filter((one) => one.startsWith("osier: "))).toHaveLength(1);
  expect(stderr).toMatch(line);
});
