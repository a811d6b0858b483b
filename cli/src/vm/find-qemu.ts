/** Finds QEMU on PATH. */
import { findOnPath } from "../find-on-path.ts";
import { OsierError } from "../ui/error.ts";

export const qemuName = "qemu-system-x86_64";

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
