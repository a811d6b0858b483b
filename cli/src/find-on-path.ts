/** Looks an executable up as a shell does. */
import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** Absolute path of an executable on PATH, or null. */
export function findOnPath(name: string, path = process.env["PATH"] ?? ""): string | null {
  for (const dir of path.split(":")) {
    if (dir === "") continue;
    const file = join(dir, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not in this directory: look in the next one
    }
  }
  return null;
}
