/**
 * Finds the program that the user named: on PATH when the name has no slash, through `#!` when it is a script.
 *
 * The machine starts an ELF file, so the interpreter of a script becomes the program, and `#!/usr/bin/env NAME` is resolved
 * here.
 */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { allOnPath } from "../find-on-path.ts";
import { ExitStatus, errorCode, OsierError } from "../ui/error.ts";
import { isElf } from "./dynamic.ts";

export interface ProgramPlan {
  /** Host path of the ELF file to start, absolute, links unresolved. */
  executable: string;
  /** argv up to where the user's own arguments begin. */
  argv: string[];
  /** Scripts that the interpreter reads, outermost last. */
  scripts: string[];
}

const maxInterpreters = 4;
/** BINPRM_BUF_SIZE: Linux looks no further for the end of the line. */
const shebangLength = 256;

/** The plan for PROGRAM; an OsierError with status 126 or 127 when it cannot be run. */
export function planProgram(name: string): ProgramPlan {
  const path = locate(name);
  const plan: ProgramPlan = { executable: path, argv: [name], scripts: [] };
  for (let depth = 0; ; depth++) {
    checkFile(plan.executable);
    const shebang = isElf(plan.executable) ? null : readShebang(plan.executable);
    if (shebang === null) return plan;
    if (depth === maxInterpreters) {
      throw new OsierError({
        what: "the script's interpreter is a script, many times over",
        where: path,
        mend: "name the interpreter itself",
        status: ExitStatus.notExecutable,
      });
    }
    plan.scripts.push(plan.executable);
    plan.argv = [...shebang, plan.executable, ...plan.argv.slice(1)];
    plan.executable = locate(shebang[0] as string, `interpreter of ${plan.executable}`);
  }
}

function locate(name: string, role = "program"): string {
  if (name.includes("/")) {
    const path = resolve(name);
    try {
      statSync(path);
      return path;
    } catch (cause) {
      throw new OsierError({
        what: `the ${role} ${name} does not exist`,
        where: `${path} (${errorCode(cause)})`,
        mend: "check the path; it is a file of this machine",
        status: ExitStatus.notFound,
        cause,
      });
    }
  }
  const found = allOnPath(name);
  // A wrapper script would exec another program that is not in the image: the program behind it is meant.
  const chosen = found.find(isElf) ?? found[0];
  if (chosen !== undefined) return chosen;
  throw new OsierError({
    what: `the ${role} ${name} is not on PATH`,
    where: `PATH=${process.env["PATH"] ?? ""}`,
    mend: "give its full path, or install the package that has it",
    status: ExitStatus.notFound,
  });
}

function checkFile(path: string): void {
  const stat = statSync(path);
  if (stat.isFile()) return;
  const kind = stat.isDirectory() ? "a directory" : "not a regular file";
  throw new OsierError({
    what: `the program is ${kind}`,
    where: path,
    mend: "give the path of an executable",
    status: ExitStatus.notExecutable,
  });
}

/** Interpreter and its optional argument from a `#!` line (execve(2)), with env(1) looked through; null without one. */
function readShebang(path: string): string[] | null {
  const bytes = Buffer.alloc(shebangLength);
  const fd = openSync(path, "r");
  const length = readSync(fd, bytes, 0, shebangLength, 0);
  closeSync(fd);
  const match = /^#![ \t]*([^ \t\n]+)[ \t]*([^\n]*)/.exec(bytes.toString("utf8", 0, length));
  if (match === null) return null;
  const interpreter = match[1] as string;
  const argument = (match[2] as string).trim();
  if (basename(interpreter) !== "env") return argument === "" ? [interpreter] : [interpreter, argument];
  const words = argument.replace(/^-S\s*/, "").split(/\s+/);
  return argument === "" ? [interpreter] : words;
}
