/**
 * What gdb needs to know of a waiting machine: where it listens, and whose symbols lie where.
 *
 * The kernel is linked at its run-time addresses. A program that is not position independent is too; of one that
 * is, the load address is chosen at run time, and the script defines a command that takes it.
 */
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { readDynamic } from "../closure/dynamic.ts";
import { buildDir } from "../paths.ts";

/** A TCP port of the loopback interface that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("the loopback interface gave no port");
  return address.port;
}

export interface GdbTarget {
  port: number;
  /** Kernel ELF with debug information. */
  kernel: string;
  /** Host path of the program. */
  program: string;
}

const etExec = 2;

/** Writes the script and returns its path. */
export function writeGdbScript(target: GdbTarget): string {
  const program = realpathSync(target.program);
  const fixed = readDynamic(program).type === etExec;
  const lines = [
    "# Attaches gdb to a machine started by osier run --gdb.",
    "set confirm off",
    "set pagination off",
    `file ${target.kernel}`,
    "define program-at",
    `  add-symbol-file ${program} -o $arg0`,
    "end",
    "document program-at",
    "Load the program's symbols: program-at LOAD-ADDRESS (--verbose shows it in the boot log).",
    "end",
    ...(fixed ? [`add-symbol-file ${program} -o 0`] : []),
    `target remote 127.0.0.1:${target.port}`,
  ];
  const dir = join(buildDir, "gdb");
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `attach-${target.port}.gdb`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}
