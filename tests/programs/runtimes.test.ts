/**
 * Large run-time systems under load, each as on the host: threads by the dozen, event loops over epoll and named sockets,
 * garbage collection, faults that the language turns into exceptions. They run under --slow, which installs them.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { rootDir } from "@osier/cli";
import { beforeAll, expect, test } from "vitest";
import { osier, workDir } from "../osier.ts";
import { compare, locate, slowToo } from "./compare.ts";

const sources = join(rootDir, "tests/programs/sources");
const memory = "1G";

beforeAll(async () => {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
}, 300_000);

/** Runs a compiler, which must succeed. */
function make(command: readonly [string, ...string[]], environment: Record<string, string> = {}): void {
  const [file, ...args] = command;
  const made = spawnSync(file, args, {
    encoding: "utf8",
    env: { ...process.env, ...environment },
    timeout: 200_000,
  });
  expect(made.status, made.stderr).toBe(0);
}
/** A test where the program is installed, under --slow. */
function runtimeTest(name: string, program: string, run: () => Promise<void>): void {
  test.skipIf(!slowToo || locate(program) === null)(name, { timeout: 400_000 }, run);
}

for (const cpus of [1, 4]) {
  const on = `on ${cpus} CPUs`;
  for (const cgo of ["0", "1"]) {
    runtimeTest(`ten thousand goroutines, cgo ${cgo}, ${on}`, "go", async () => {
      const out = join(workDir("compiled"), `goroutines-${cgo}`);
      const environment = { CGO_ENABLED: cgo, GOCACHE: workDir("gocache"), GOFLAGS: "-mod=mod" };
      make(["go", "build", "-o", out, join(sources, "goroutines.go")], environment);
      await compare([out, { memory, cpus }]);
    });
  }
  runtimeTest(`64 threads of Java ${on}`, "javac", async () => {
    const classes = workDir("classes");
    make(["javac", "-d", classes, join(sources, "Threads.java")]);
    await compare([`java -cp ${classes} Threads`, { memory, cpus, add: [classes] }]);
  });
  runtimeTest(`C++20 threads, atomics and exceptions ${on}`, "g++", async () => {
    const out = join(workDir("compiled"), "threads-cpp");
    make(["g++", "-std=c++20", "-O2", "-pthread", "-o", out, join(sources, "threads.cpp")]);
    await compare([out, { memory, cpus }]);
  });
  for (const [program, source] of [
    ["node", "workers.cjs"],
    ["python3", "events.py"],
    ["ruby", "fibers.rb"],
  ] as const) {
    runtimeTest(`${program} ${source} ${on}`, program, async () => {
      const path = join(sources, source);
      await compare([`${program} ${path}`, { memory, cpus, add: [path] }]);
    });
  }
}
