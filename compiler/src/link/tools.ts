/**
 * The LLVM tools: found by name on PATH, of one major version.
 *
 * The version line of a tool is remembered under .osier/cache by the file's size and time, so that finding the
 * tools costs a few stat calls.
 */
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { CompilerError } from "./error.ts";
import { cacheDir } from "./places.ts";
import { runTool } from "./process.ts";

export const llvmMajor = 19;
export type ToolName = "clang" | "ld.lld" | "opt" | "llvm-strip" | "llvm-readobj";
const packages: Record<ToolName, string> = {
  clang: `clang-${llvmMajor}`,
  "ld.lld": `lld-${llvmMajor}`,
  opt: `llvm-${llvmMajor}`,
  "llvm-strip": `llvm-${llvmMajor}`,
  "llvm-readobj": `llvm-${llvmMajor}`,
};

export interface Tool {
  readonly path: string;
  /** First line of its `--version` that names one: part of every cache key. */
  readonly version: string;
}

const found = new Map<ToolName, Promise<Tool>>();

/** The tool of LLVM 19 by this name. @throws CompilerError when it is missing or of another major. */
export function tool(name: ToolName): Promise<Tool> {
  let result = found.get(name);
  if (result === undefined) {
    result = locate(name);
    found.set(name, result);
  }
  return result;
}

function onPath(file: string): string | null {
  for (const dir of (process.env["PATH"] ?? "").split(delimiter)) {
    if (dir !== "" && existsSync(join(dir, file))) return join(dir, file);
  }
  return null;
}

async function locate(name: ToolName): Promise<Tool> {
  const mend = `Install it: apt-get install ${packages[name]}`;
  const path = onPath(`${name}-${llvmMajor}`) ?? onPath(name);
  if (path === null) {
    throw new CompilerError({
      what: `${name}-${llvmMajor} is not on PATH`,
      where: process.env["PATH"] ?? "",
      mend,
    });
  }
  const version = await versionOf(path);
  const major = /version (\d+)|LLD (\d+)/.exec(version);
  if (major === null || Number(major[1] ?? major[2]) !== llvmMajor) {
    throw new CompilerError({ what: `${name} is not of LLVM ${llvmMajor}: ${version}`, where: path, mend });
  }
  return { path, version };
}

async function versionOf(path: string): Promise<string> {
  const { size, mtimeMs } = statSync(realpathSync(path));
  const key = `${path} ${size} ${mtimeMs}`;
  const memory = join(cacheDir, "tools.json");
  let known: Record<string, string> = {};
  if (existsSync(memory)) {
    try {
      known = JSON.parse(readFileSync(memory, "utf8")) as Record<string, string>;
    } catch {
      known = {}; // written by a process that was killed: asked again below
    }
  }
  const remembered = known[key];
  if (remembered !== undefined) return remembered;
  const { stdout } = await runTool(path, ["--version"], { timeoutMs: 20_000 });
  const line = stdout.split("\n").find((text) => /version|LLD/.test(text)) ?? stdout;
  known[key] = line.trim();
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(memory, JSON.stringify(known));
  return line.trim();
}
