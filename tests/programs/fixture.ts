/** A directory of files for programs to read: text, binary data, a table, links, an empty file, a name with a blank. */
import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workDir } from "../osier.ts";

let made: string | null = null;

/** Bytes that look random, the same each time. */
export function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 12345;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

export const lines = Array.from(
  { length: 200 },
  (_, i) => `line ${i} of ${(i * 7919) % 1000} ${"ab c".repeat(i % 5)}`,
);
export const text = `${lines.join("\n")}\n`;
export const table = ["root:x:0:blue", "bin:x:2:red", "daemon:x:1:green", "games:x:60:blue", "ü:x:9:grün"]
  .map((line) => `${line}\n`)
  .join("");
export const json = JSON.stringify({
  name: "osier",
  list: [1, 2.5, null, true, "ü"],
  nested: { a: { b: [] } },
});

/** Path of the directory; one for each worker, as they run at the same time. */
export function fixture(): string {
  if (made !== null) return made;
  const dir = join(workDir("programs-fixture"), process.env["VITEST_POOL_ID"] ?? "0", "data");
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(dir, "sub", "deeper"), { recursive: true });
  const files: [string, string | Buffer][] = [
    ["text", text],
    ["table", table],
    ["data.json", json],
    ["noise", noise(300_000)],
    ["empty", ""],
    ["with blank", "one\n"],
    ["sub/one", "1\n"],
    ["sub/two", "2\n2\n"],
    ["sub/deeper/three", "3\n".repeat(3000)],
  ];
  for (const [name, contents] of files) {
    writeFileSync(join(dir, name), contents, { mode: 0o644 });
    utimesSync(join(dir, name), 1_600_000_000, 1_600_000_000);
  }
  symlinkSync("sub/one", join(dir, "link"));
  symlinkSync("nowhere", join(dir, "broken"));
  made = dir;
  return dir;
}
