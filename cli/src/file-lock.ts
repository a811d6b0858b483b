/**
 * A lock between processes of one clone: a file that holds its owner's process id.
 *
 * A lock whose owner has died is taken over, so that a killed command blocks nobody. Waiting has a limit.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode, OsierError } from "./ui/error.ts";

const pollMs = 50;

/** Runs `action` while holding the lock; other processes wait, at most `limitMs`. */
export async function withLock<T>(file: string, limitMs: number, action: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + limitMs;
  while (!take(file)) {
    if (Date.now() > deadline) {
      throw new OsierError({
        what: "another osier command did not finish its build",
        where: file,
        mend: "end that command, or remove this file",
      });
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  try {
    return await action();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
  if (!ownerLives(file)) rmSync(file, { force: true });
  return false;
}

function ownerLives(file: string): boolean {
  try {
    const pid = readFileSync(file, "utf8");
    return pid === "" || existsSync(`/proc/${pid}`); // empty: its owner is just writing it
  } catch (error) {
    if (errorCode(error) === "ENOENT") return true; // given back meanwhile: the next attempt takes it
    throw error;
  }
}
