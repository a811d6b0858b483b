/**
 * What gdb needs to know of a waiting machine: where it listens, and whose symbols lie where.
 *
 * The kernel is linked at its run-time addresses, and so is a program that is not position independent. Under gdb
 * the kernel does not randomise, so that the load address of one that is can be known beforehand.
 */
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { readDynamic } from "../closure/dynamic.ts";
import { buildDir, rootDir } from "../paths.ts";

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

/** Load bias of a position-independent program under `norandom` (docs/boot-protocol.md, "Command line"). */
const fixedBias = "0x555555554000";

/** Writes the script and returns its path. */
export function writeGdbScript(target: GdbTarget): string {
  const program = realpathSync(target.program);
  const bias = readDynamic(program).fixed ? "0" : fixedBias;
  const lines = [
    "# Attaches gdb to a machine started by osier run --gdb.",
    "set confirm off",
    "set pagination off",
    `set substitute-path osier ${rootDir}`,
    `file ${target.kernel}`,
    `add-symbol-file ${program} -o ${bias}`,
    `target remote 127.0.0.1:${target.port}`,
  ];
  const dir = join(buildDir, "gdb");
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `attach-${target.port}.gdb`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}
