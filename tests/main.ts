/**
 * Entry of `osier test`: every check of the project, one after the other, each under a time limit.
 *
 * The last line is `N passed, N failed`, summed over all steps: a tool that only says yes or no counts as one.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildDir, rootDir } from "@osier/cli";
import { checkImports } from "./rules/imports.ts";

interface Count {
  passed: number;
  failed: number;
}

interface Step {
  name: string;
  run(filter: string | null): Promise<Count>;
}

const minute = 60_000;
const bin = (name: string) => join(rootDir, "node_modules/.bin", name);

/** Runs a tool with its output shown; resolves to whether it ended well in time. */
function tool(command: readonly string[], limitMs: number, env: NodeJS.ProcessEnv = {}): Promise<boolean> {
  const [file, ...args] = command;
  const child = spawn(file as string, args, {
    cwd: rootDir,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  });
  const timer = setTimeout(() => {
    process.stdout.write(`${file} did not end within ${limitMs / minute} minutes\n`);
    child.kill("SIGKILL");
  }, limitMs);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status) => {
      clearTimeout(timer);
      resolve(status === 0);
    });
  });
}

const one = (good: boolean): Count => (good ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

async function vitest(filter: string | null, slow: boolean): Promise<Count> {
  const report = join(buildDir, "vitest.json");
  rmSync(report, { force: true });
  const args = [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    "--passWithNoTests",
  ];
  const limit = slow ? 120 * minute : 36 * minute;
  const good = await tool(
    [bin("vitest"), ...args, ...(filter === null ? [] : [filter])],
    limit,
    slow ? { OSIER_SLOW: "1" } : {},
  );
  if (!existsSync(report)) return one(false);
  const result = JSON.parse(readFileSync(report, "utf8")) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  const { numPassedTests: passed, numFailedTests: failed } = result;
  // A file that cannot even be loaded fails the run without failing a test.
  return { passed, failed: failed === 0 && !good ? 1 : failed };
}

function steps(slow: boolean): Step[] {
  return [
    { name: "types of host code", run: async () => one(await tool([bin("tsc"), "--noEmit"], 5 * minute)) },
    {
      name: "types of kernel code",
      run: async () => one(await tool([bin("tsc"), "--noEmit", "-p", "kernel"], 5 * minute)),
    },
    { name: "format and lint", run: async () => one(await tool([bin("biome"), "check", "."], 5 * minute)) },
    { name: "directions of imports", run: async () => one(imports()) },
    { name: "vitest", run: (filter) => vitest(filter, slow) },
  ];
}

function imports(): boolean {
  const violations = checkImports(rootDir);
  for (const { file, line, says } of violations) process.stdout.write(`${file}:${line}: ${says}\n`);
  return violations.length === 0;
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { slow: { type: "boolean", default: false } },
  });
  const filter = positionals[0] ?? null;
  const total: Count = { passed: 0, failed: 0 };
  const broken: string[] = [];
  const all = steps(values.slow);
  const named = filter === null ? all : all.filter(({ name }) => name.includes(filter));
  for (const step of named.length > 0 ? named : all.filter(({ name }) => name === "vitest")) {
    process.stdout.write(`== ${step.name}\n`);
    const { passed, failed } = await step.run(
      named.length > 0 && step.name.includes(filter ?? "\0") ? null : filter,
    );
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) broken.push(step.name);
  }
  if (broken.length > 0) process.stdout.write(`failed: ${broken.join(", ")}\n`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

await main();
