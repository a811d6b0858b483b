/** Reads /etc/ld.so.conf: directories of libraries, one a line, with `include GLOB` (ldconfig(8)). */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { errorCode } from "../ui/error.ts";

/** Where the loader looks last; Debian's glibc has the multiarch directories built in. */
export const defaultLibraryDirs: readonly string[] = [
  "/lib/x86_64-linux-gnu",
  "/usr/lib/x86_64-linux-gnu",
  "/lib64",
  "/usr/lib64",
  "/lib",
  "/usr/lib",
];

const maxIncludeDepth = 8;

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Files that a pattern with `*` and `?` in its last component names, sorted. */
function expand(pattern: string): string[] {
  const name = basename(pattern);
  if (!/[*?]/.test(name)) return [pattern];
  const escaped = name.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const matcher = new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
  try {
    const names = readdirSync(dirname(pattern)).filter((entry) => matcher.test(entry));
    return names.sort().map((entry) => resolve(dirname(pattern), entry));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** The directories that a configuration names, in order. */
export function readLdConfig(path = "/etc/ld.so.conf", depth = 0): string[] {
  if (depth > maxIncludeDepth) return [];
  const dirs: string[] = [];
  for (const raw of readLines(path)) {
    const line = raw.replace(/#.*/, "").trim();
    const include = /^include\s+(.+)$/.exec(line);
    if (include !== null) {
      for (const pattern of (include[1] as string).split(/\s+/)) {
        for (const file of expand(resolve(dirname(path), pattern)))
          dirs.push(...readLdConfig(file, depth + 1));
      }
    } else if (line.startsWith("/")) dirs.push(line.split(/[\s=]/)[0] as string);
  }
  return dirs;
}
