/** Writing: what Linux's tools get out of an image, equal files, full disks, files that change, and speed's preconditions. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cat, ImageError, ImageTree, openErofs, tree, writeErofs } from "../index.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "osier-write-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function failure(action: () => unknown): ImageError {
  try {
    action();
  } catch (error) {
    if (error instanceof ImageError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}
function fsck(...args: string[]): void {
  execFileSync("fsck.erofs", args, { stdio: "pipe", timeout: 60_000 });
}
const filled = (size: number, seed: number) => Buffer.alloc(size, `${seed} and so on, `);
const leftovers = () => readdirSync(dir).filter((name) => name.includes(".part"));

test("a random host tree comes out of fsck.erofs as it went in", () => {
  const name = fc.oneof(fc.stringMatching(/^[a-c]{1,2}$/), fc.stringMatching(/^[!-.0-~]{240,255}$/));
  const size = fc.oneof(
    fc.constantFrom(0, 1, 4031, 4032, 4063, 4064, 4065, 4095, 4096, 4097, 8191, 8192),
    fc.nat(20_000),
  );
  const leaf = fc.record({ path: fc.array(name, { minLength: 1, maxLength: 6 }), size, link: fc.boolean() });
  let round = 0;
  fc.assert(
    fc.property(fc.array(leaf, { maxLength: 60, size: "max" }), (leaves) => {
      const host = join(dir, `host${round}`);
      const out = join(dir, `out${round++}`);
      mkdirSync(host);
      leaves.forEach((item, i) => {
        const path = join(host, ...item.path);
        if (path.length > 3000) return;
        try {
          mkdirSync(dirname(path), { recursive: true });
          if (item.link) symlinkSync(item.path.join("/"), path);
          else writeFileSync(path, filled(item.size, i % 3));
        } catch (error) {
          // Two leaves may want one path, or one be a file on the other's way: the first one stays.
          expect((error as NodeJS.ErrnoException).code).toMatch(/^(EEXIST|EISDIR|ENOTDIR|ENOENT|ELOOP)$/);
        }
      });
      const given = new ImageTree();
      given.addHostTree(host, "/");
      const image = join(dir, "random.erofs");
      const { inodes } = writeErofs(given, image);
      expect(inodes).toBe(given.size);
      fsck(`--extract=${out}`, image);
      execFileSync("diff", ["-r", "--no-dereference", host, out], { stdio: "pipe", timeout: 60_000 });
      using opened = openErofs(image);
      for (const { path, inode } of tree(opened, "/"))
        if (inode.kind === "file")
          expect(Buffer.concat([...opened.contents(inode)]).equals(readFileSync(join(host, path)))).toBe(
            true,
          );
    }),
    { numRuns: 25 },
  );
}, 60_000);

test("directories of many blocks and many levels", () => {
  const given = new ImageTree();
  for (let i = 0; i < 6000; i++) given.addFile(`/many/${"n".repeat(i % 200)}${i}`, Buffer.from(`${i}`));
  const deep = `/deep${"/d".repeat(400)}`;
  given.addFile(`${deep}/f`, filled(5000, 1));
  const image = join(dir, "many.erofs");
  writeErofs(given, image);
  fsck(image);
  using opened = openErofs(image);
  expect([...tree(opened, "/many")]).toHaveLength(6000);
  expect(Buffer.concat([...cat(opened, `/many/${"n".repeat(123)}5123`)]).toString()).toBe("5123");
  expect(Buffer.concat([...cat(opened, `${deep}/f`)])).toEqual(filled(5000, 1));
});

test("equal files have the same blocks, and a file that is inlined never those of one that is not", () => {
  const host = join(dir, "equal");
  writeFileSync(host, filled(50_000, 1));
  const given = new ImageTree();
  given.addFile("/a", filled(50_000, 1));
  given.addFile("/b", host, { mtime: 7 });
  given.addFile("/c", filled(50_000, 2));
  given.addFile("/d.so", filled(50_000, 1));
  given.addFile("/e.so", filled(50_000, 1), { uid: 9 });
  const image = join(dir, "equal.erofs");
  writeErofs(given, image);
  fsck(`--extract=${join(dir, "equal-out")}`, image);
  using opened = openErofs(image);
  const at = (path: string) => opened.lookup(path).dataOffset;
  expect(at("/b")).toBe(at("/a"));
  expect(at("/e.so")).toBe(at("/d.so"));
  expect(new Set([at("/a"), at("/c"), at("/d.so")]).size).toBe(3);
  for (const path of ["/a", "/b", "/d.so", "/e.so"])
    expect(Buffer.concat([...cat(opened, path)])).toEqual(filled(50_000, 1));
  expect(readFileSync(join(dir, "equal-out/e.so"))).toEqual(filled(50_000, 1));
  expect(statSync(image).size).toBeLessThan(4 * 50_000);
});

test("inodes and tails fill the metadata blocks, none crosses one", () => {
  const given = new ImageTree();
  for (let i = 0; i < 400; i++) given.addFile(`/f${i}`, filled((i * 811) % 4000, i));
  const image = join(dir, "packed.erofs");
  writeErofs(given, image);
  using opened = openErofs(image);
  const places = [...tree(opened, "/")].map(({ inode }) => inode);
  const used = places.reduce((n, inode) => n + 32 + (inode.tailOffset > 0 ? inode.size % 4096 : 0), 0);
  for (const inode of places) if (inode.tailOffset > 0) expect(inode.tailOffset).toBe(inode.nid * 32 + 32);
  expect(statSync(image).size).toBeLessThan(used * 1.1 + 8192);
});

test("a full disk is named, and nothing of the image stays", () => {
  const mount = join(dir, "small");
  mkdirSync(mount);
  const room = pathToFileURL(join(dirname(fileURLToPath(import.meta.url)), "../index.ts")).href;
  const script = join(dir, "full.ts");
  writeFileSync(
    script,
    `import { ImageTree, writeErofs } from ${JSON.stringify(room)};
     import { readdirSync } from "node:fs";
     const tree = new ImageTree();
     tree.addFile("/big", Buffer.alloc(8 << 20, "x"));
     let code = "written";
     try { writeErofs(tree, ${JSON.stringify(join(mount, "x.erofs"))}); } catch (e) { code = e.code + " " + e.mend; }
     console.log(JSON.stringify({ code, left: readdirSync(${JSON.stringify(mount)}) }));`,
  );
  const inside = `mount -t tmpfs -o size=1m none '${mount}' && exec '${process.execPath}' --import tsx '${script}'`;
  const args = ["--user", "--map-root-user", "--mount", "sh", "-c", inside];
  const { stdout, stderr } = spawnSync("unshare", args, { encoding: "utf8", timeout: 60_000 });
  expect(stderr).toBe("");
  const { code, left } = JSON.parse(stdout) as { code: string; left: string[] };
  expect(code).toMatch(/^disk-full make room there: the image needs \d{7} bytes/);
  expect(left).toEqual([]);
});

test("a place that cannot be written to and a file that cannot be read are named", () => {
  const given = new ImageTree();
  given.addFile("/f", Buffer.from("x"));
  expect(failure(() => writeErofs(given, join(dir, "none/x.erofs")))).toMatchObject({ code: "unwritable" });
  const gone = join(dir, "gone");
  writeFileSync(gone, "x");
  given.addFile("/gone", gone);
  rmSync(gone);
  expect(failure(() => writeErofs(given, join(dir, "x.erofs")))).toMatchObject({
    code: "not-found",
    where: gone,
  });
  expect(leftovers()).toEqual([]);
});

test("an image that exists stays as it was when the next one fails", () => {
  const image = join(dir, "kept.erofs");
  const given = new ImageTree();
  given.addFile("/f", Buffer.from("x"));
  writeErofs(given, image);
  const before = readFileSync(image);
  const source = join(dir, "changes");
  for (const size of [100, 9000])
    for (const inline of [true, false])
      for (const change of [-1, 1]) {
        writeFileSync(source, filled(size, 1));
        const next = new ImageTree();
        next.addFile("/f", source, { inline });
        truncateSync(source, size + change);
        expect(failure(() => writeErofs(next, image))).toMatchObject({
          code: "source-changed",
          where: source,
        });
      }
  expect(readFileSync(image)).toEqual(before);
  expect(leftovers()).toEqual([]);
});

test("every byte of the metadata is under the digest or the checksum", () => {
  const given = new ImageTree();
  for (let i = 0; i < 300; i++) given.addFile(`/d${i % 7}/f${i}`, filled(i * 10, i));
  given.addSymlink("/link", "d1/f1");
  const image = join(dir, "flip.erofs");
  writeErofs(given, image);
  const good = readFileSync(image);
  const metadata = good.readUInt32LE(1024 + 48) * 4096;
  expect(metadata).toBeGreaterThan(8192);
  const bad = join(dir, "flipped.erofs");
  const bit = fc.tuple(fc.nat(metadata - 1), fc.integer({ min: 1, max: 255 }));
  fc.assert(
    fc.property(
      fc.oneof(bit, fc.tuple(fc.integer({ min: 1024, max: 1151 }), fc.integer({ min: 1, max: 255 }))),
      ([at, flip]) => {
        const bytes = Buffer.from(good);
        bytes[at] = bytes[at]! ^ flip;
        writeFileSync(bad, bytes);
        const error = failure(() => openErofs(bad).close());
        expect(error.code).toMatch(/^(damaged|unsupported)$/);
        expect(error.where).toBe(bad);
      },
    ),
    { numRuns: 300 },
  );
});
