/**
 * Objects kept by the hash of all that they are made of.
 *
 * A file is written under a name of its own and renamed into place, so that processes may share the cache. A hit
 * renews the file's time; `trim` removes the files longest unused once the cache passes its size.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "./places.ts";

const limitBytes = 512 * 1024 * 1024;

export function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

export class ObjectCache {
  readonly dir: string;
  private serial = 0;

  constructor(dir = join(cacheDir, "objects")) {
    this.dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  path(key: string): string {
    return join(this.dir, `${key}.o`);
  }

  /** The object's path when it is there; renews its time. */
  find(key: string): string | null {
    const path = this.path(key);
    if (!existsSync(path)) return null;
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      return null; // trimmed by another process in this moment
    }
    return path;
  }

  /** Where to write an object before `commit`. */
  scratch(key: string): string {
    return join(this.dir, `.${key}.${process.pid}.${this.serial++}`);
  }

  commit(scratch: string, key: string): string {
    renameSync(scratch, this.path(key));
    return this.path(key);
  }

  /** Removes the files longest unused until the rest fits. */
  trim(limit = limitBytes): void {
    const files = readdirSync(this.dir).flatMap((name) => {
      try {
        const { size, mtimeMs } = statSync(join(this.dir, name));
        return [{ name, size, mtimeMs }];
      } catch {
        return []; // removed by another process
      }
    });
    let total = files.reduce((sum, file) => sum + file.size, 0);
    if (total <= limit) return;
    for (const file of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= limit * 0.8) break;
      rmSync(join(this.dir, file.name), { force: true });
      total -= file.size;
    }
  }
}
