/** Images that we write are judged by erofs-utils, and read back. */
import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cat, ErofsImage, type ImageEntry, tree, writeErofs } from "../index.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "osier-erofs-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function fsck(image: string, ...args: string[]): void {
  execFileSync("fsck.erofs", [...args, image], { stdio: "pipe", timeout: 60_000 });
}
const bytesOf = (n: number, seed: number) =>
  Buffer.from(Array.from({ length: n }, (_, i) => (i * 31 + seed * 17) & 255));

const sizes = [0, 1, 31, 2047, 2049, 4032, 4095, 4096, 4097, 8191, 8192, 12289, 70000];
function sample(): ImageEntry[] {
  const entries: ImageEntry[] = [
    { kind: "directory", path: "/", mode: 0o755 },
    { kind: "directory", path: "/dir with space", mode: 0o700, uid: 70000, gid: 5 },
    { kind: "symlink", path: "/link", mode: 0o777, target: "dir with space/f4096" },
    { kind: "device", path: "/null", mode: 0o666, type: "character", device: 0x103 },
    { kind: "file", path: `/${"n".repeat(255)}`, mode: 0o644, source: { bytes: bytesOf(10, 1) } },
    { kind: "directory", path: "/many", mode: 0o755, mtime: 1700000000 },
  ];
  for (const size of sizes) {
    entries.push({
      kind: "file",
      path: `/dir with space/f${size}`,
      mode: 0o640,
      mtime: 1600000000 + size,
      source: { bytes: bytesOf(size, size) },
    });
    entries.push({
      kind: "file",
      path: `/dir with space/x${size}`,
      mode: 0o755,
      aligned: true,
      source: { bytes: bytesOf(size, 3) },
    });
  }
  for (let i = 0; i < 3000; i++)
    entries.push({
      kind: "file",
      path: `/many/entry-${i}-${"x".repeat(i % 40)}`,
      mode: 0o644,
      source: { bytes: Buffer.from(`${i}`) },
    });
  return entries;
}

test("fsck.erofs accepts an image with every kind of entry and extracts equal files", () => {
  const path = join(dir, "sample.erofs");
  writeErofs(sample(), path);
  fsck(path);
  const out = join(dir, "out");
  fsck(path, `--extract=${out}`);
  for (const size of sizes)
    expect(readFileSync(join(out, `dir with space/f${size}`))).toEqual(bytesOf(size, size));
  expect(readdirSync(join(out, "many"))).toHaveLength(3000);
  expect(readlinkSync(join(out, "link"))).toBe("dir with space/f4096");
  expect(lstatSync(join(out, "dir with space/f4097")).mtimeMs).toBe((1600000000 + 4097) * 1000);
  expect(lstatSync(join(out, "dir with space")).mode & 0o7777).toBe(0o700);
});

test("dump.erofs sees the checksum and the inodes", () => {
  const path = join(dir, "dump.erofs");
  const written = writeErofs(sample(), path);
  const text = execFileSync("dump.erofs", ["-s", path], { encoding: "utf8" });
  expect(text).toMatch(/sb_csum/);
  expect(text).toContain(`${written.inodes}`);
});

test("an image reads back as it was given, aligned files on block boundaries", () => {
  const path = join(dir, "back.erofs");
  writeErofs(sample(), path);
  using image = new ErofsImage(path);
  for (const size of sizes) {
    expect(Buffer.concat([...cat(image, `/dir with space/f${size}`)])).toEqual(bytesOf(size, size));
    const aligned = image.lookup(`/dir with space/x${size}`);
    expect(aligned.tailOffset).toBe(0);
    expect(aligned.dataOffset % 4096).toBe(0);
  }
  expect(image.lookup("/link").size).toBe(4096);
  expect(image.lookup("/null").device).toBe(0x103);
  expect(image.lookup("/dir with space").uid).toBe(70000);
});

test("equal input in any order gives equal bytes", () => {
  const a = writeErofs(sample(), join(dir, "a.erofs"));
  const b = writeErofs(sample().reverse(), join(dir, "b.erofs"));
  expect(b.sha256).toBe(a.sha256);
  expect(readFileSync(join(dir, "b.erofs"))).toEqual(readFileSync(join(dir, "a.erofs")));
});

test("random trees pass fsck.erofs and read back", () => {
  const name = fc.stringMatching(/^[ -.0-~]{1,30}$/).filter((n) => n !== "." && n !== "..");
  const paths = fc.uniqueArray(fc.array(name, { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 40,
    selector: (p) => p.join("/"),
  });
  fc.assert(
    fc.property(paths, fc.integer({ min: 0, max: 9000 }), (list, size) => {
      const entries = new Map<string, ImageEntry>();
      for (const parts of list) {
        for (let i = 1; i < parts.length; i++) {
          const at = `/${parts.slice(0, i).join("/")}`;
          if (entries.get(at)?.kind !== "directory")
            entries.set(at, { kind: "directory", path: at, mode: 0o755 });
        }
        const at = `/${parts.join("/")}`;
        if (!entries.has(at))
          entries.set(at, {
            kind: "file",
            path: at,
            mode: 0o644,
            source: { bytes: bytesOf(size, at.length) },
          });
      }
      const path = join(dir, "random.erofs");
      writeErofs(entries.values(), path);
      fsck(path);
      using image = new ErofsImage(path);
      const seen = [...tree(image, "/")];
      expect(seen.map((l) => l.path).sort()).toEqual([...entries.keys()].sort());
      for (const l of seen)
        if (l.inode.kind === "file")
          expect(Buffer.concat([...image.contents(l.inode)])).toEqual(bytesOf(size, l.path.length));
    }),
    { numRuns: 25 },
  );
}, 60_000);

test("a flipped byte in the superblock's block is found by the checksum", () => {
  const path = join(dir, "sum.erofs");
  writeErofs(sample().slice(0, 10), path);
  const bad = readFileSync(path);
  bad[1024 + 90] = 1;
  writeFileSync(path, bad);
  expect(() => new ErofsImage(path)).toThrow(/checksum/);
});

test("conflicts and long names are refused by name", () => {
  const file = (path: string): ImageEntry => ({
    kind: "file",
    path,
    mode: 0o644,
    source: { bytes: Buffer.alloc(0) },
  });
  const to = join(dir, "x.erofs");
  expect(() => writeErofs([file("/a"), file("/a")], to)).toThrow(/same path/);
  expect(() => writeErofs([file("/a/b")], to)).toThrow(/parent/);
  expect(() => writeErofs([file(`/${"a".repeat(256)}`)], to)).toThrow(/256 bytes/);
});
