/** Where things lie: the clone, what is built inside it, and what belongs to the user's machine. */
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The clone's root directory. */
export const rootDir = resolve(fileURLToPath(new URL("../../", import.meta.url)));

/** Everything that is built from the clone; removed without loss. */
export const buildDir = join(rootDir, ".osier");

/** Images and downloads, removed without loss. */
export const cacheDir = join(buildDir, "cache");

/** What is known of this machine (the accelerator that works), shared by all clones. */
export function machineCacheDir(): string {
  const dir = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "osier");
  mkdirSync(dir, { recursive: true });
  return dir;
}
