/** Finds QEMU on PATH. */
import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { OsierError } from "../ui/error.ts";

export const qemuName = "qemu-system-x86_64";

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

/** Absolute path of QEMU; an error that names the package when it is missing. */
export function findQemu(): string {
  const qemu = findOnPath(qemuName);
  if (qemu !== null) return qemu;
  throw new OsierError({
    what: `${qemuName} is missing`,
    where: `PATH=${process.env["PATH"] ?? ""}`,
    mend: "install it: sudo apt-get install --no-install-recommends qemu-system-x86",
  });
}
