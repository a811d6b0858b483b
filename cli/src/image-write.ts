/** Writes a tree as an EROFS image, whole or not at all. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { GuestTree } from "./closure/tree.ts";
import { errorCode, OsierError } from "./ui/error.ts";

/** @param path where the image goes; it is replaced in one step */
export async function writeImage(tree: GuestTree, path: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  const stage = mkdtempSync(`${path}.stage-`);
  try {
    for (const [guest, entry] of [...tree.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const at = join(stage, guest);
      if (entry.kind === "dir") mkdirSync(at, { recursive: true });
      else if (entry.kind === "symlink") symlinkSync(entry.target, at);
      else {
        if (entry.kind === "file") copyFileSync(entry.host, at);
        else writeFileSync(at, entry.text);
        const time = entry.kind === "file" ? entry.mtime : 0;
        utimesSync(at, time, time);
      }
      if (entry.kind !== "symlink") chmodSync(at, entry.mode);
    }
    execFileSync("mkfs.erofs", ["--quiet", "-E", "noinline_data", "--all-root", part, stage], {
      timeout: 120_000,
      stdio: "pipe",
    });
    renameSync(part, path);
  } catch (cause) {
    rmSync(part, { force: true });
    const code = errorCode(cause);
    if (code !== "ENOSPC" && code !== "EDQUOT") throw cause;
    throw new OsierError({
      what: "the disk is full: the image could not be written",
      where: path,
      mend: `make room there; the image needs ${tree.size} bytes`,
      cause,
    });
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}
