/**
 * Debian's cloud kernel, the one to compare with. It is downloaded as a package and unpacked into the cache;
 * nothing is installed.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDir, OsierError } from "@osier/cli";

const metaPackage = "linux-image-cloud-amd64";
const limitMs = 300_000;

function kernelIn(dir: string): string | null {
  const boot = join(dir, "boot");
  if (!existsSync(boot)) return null;
  const name = readdirSync(boot).find((file) => file.startsWith("vmlinuz-"));
  return name === undefined ? null : join(boot, name);
}

function tool(file: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(file, args, {
      encoding: "utf8",
      timeout: limitMs,
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (cause) {
    throw new OsierError({
      what: `${file} ${args.join(" ")} failed`,
      where: cause instanceof Error ? cause.message : String(cause),
      mend: "the Linux kernel to compare with comes from Debian's archive: check the network and run apt-get update",
      cause,
    });
  }
}

/** The versioned package behind the meta-package. */
function imagePackage(cwd: string): string {
  const depends = tool("apt-cache", ["depends", "--important", metaPackage], cwd);
  const match = /Depends: (linux-image-\S+)/.exec(depends);
  if (match === null)
    throw new OsierError({
      what: `${metaPackage} names no kernel`,
      where: depends,
      mend: "run apt-get update",
    });
  return match[1] as string;
}

/** Path of the bzImage. */
export function linuxKernel(): string {
  const dir = join(cacheDir, "linux");
  const found = kernelIn(dir);
  if (found !== null) return found;
  const work = `${dir}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    tool(
      "apt-get",
      ["-o", "Acquire::Retries=3", "-o", "APT::Sandbox::User=root", "download", imagePackage(work)],
      work,
    );
    const archive = readdirSync(work).find((file) => file.endsWith(".deb"));
    if (archive === undefined)
      throw new OsierError({ what: "apt-get download left no package", where: work, mend: "run it by hand" });
    tool("dpkg-deb", ["-x", archive, "root"], work);
    rmSync(dir, { recursive: true, force: true });
    renameSync(join(work, "root"), dir);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const kernel = kernelIn(dir);
  if (kernel === null)
    throw new OsierError({
      what: "the kernel package holds no kernel",
      where: dir,
      mend: "remove that directory",
    });
  return kernel;
}
