/** Looks an executable up as a shell does. */
import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";

/** Absolute path of an executable on PATH, or null. */
export function findOnPath(name: string, path = process.env["PATH"] ?? ""): string | null {
  return allOnPath(name, path)[0] ?? null;
}

/** Absolute paths of all executables of a name, in the order of PATH. */
export function allOnPath(name: string, path = process.env["PATH"] ?? ""): string[] {
  return path
    .split(":")
    .filter((dir) => dir !== "")
    .map((dir) => join(dir, name))
    .filter(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // not in this directory
  }
}
