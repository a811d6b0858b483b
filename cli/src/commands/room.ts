/**
 * Starts a tool of another room (tests/, bench/) in a process of its own: those rooms stand above the CLI, so it
 * may not import them.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { rootDir } from "../paths.ts";
import { ExitStatus } from "../ui/error.ts";

/** Runs a TypeScript file of the clone with these arguments; resolves to its exit status. */
export async function runRoom(file: string, args: readonly string[]): Promise<number> {
  const tsx = join(rootDir, "node_modules/tsx/dist/cli.mjs");
  const child = spawn(process.execPath, [tsx, join(rootDir, file), ...args], {
    stdio: "inherit",
    cwd: rootDir,
  });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on("SIGINT", pass);
  process.on("SIGTERM", pass);
  return await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status, signal) =>
      resolve(status ?? (signal === "SIGINT" ? ExitStatus.interrupt : ExitStatus.terminated)),
    );
  });
}
