/** Reading: images that mkfs.erofs makes, and damaged ones with neither digest nor checksum to find the damage early. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cat, type ErofsImage, ImageError, ImageTree, ls, openErofs, tree, writeErofs } from "../index.ts";

let dir = "";
const from = () => join(dir, "from");
const sizes = [0, 1, 31, 2047, 2049, 3900, 4032, 4095, 4096, 4097, 8191, 8192, 12289, 70000];
const filled = (size: number) => Buffer.alloc(size, `${size} bytes, `);

/** Gives a file attributes: shared ones for mkfs.erofs, as two files have the same. */
function setAttribute(path: string, name: string, value: string): void {
  execFileSync("python3", [
    "-c",
    "import os,sys; os.setxattr(sys.argv[1], sys.argv[2], sys.argv[3].encode())",
    path,
    name,
    value,
  ]);
}
function mkfs(image: string, ...options: string[]): string {
  const path = join(dir, image);
  rmSync(path, { force: true });
  execFileSync("mkfs.erofs", ["--quiet", ...options, path, from()], { stdio: "pipe", timeout: 60_000 });
  return path;
}
/** Reads all that there is to read. */
function readAll(image: ErofsImage): void {
  for (const { inode } of tree(image, "/"))
    if (inode.kind === "file")
      for (const piece of image.contents(inode)) expect(piece.length).toBeGreaterThan(0);
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "osier-read-"));
  mkdirSync(join(from(), "deep/er"), { recursive: true });
  for (const size of sizes) writeFileSync(join(from(), `deep/er/${size}`), filled(size));
  for (let i = 0; i < 500; i++) writeFileSync(join(from(), `deep/many-${"x".repeat(i % 90)}${i}`), "");
  symlinkSync("deep/er", join(from(), "short"));
  symlinkSync("../deep/none", join(from(), "deep/broken"));
  symlinkSync("loop", join(from(), "loop"));
  chmodSync(join(from(), "deep"), 0o711);
  for (const size of [1, 2047, 4032, 70000]) {
    setAttribute(join(from(), `deep/er/${size}`), "user.one", "the same for all of them");
    setAttribute(join(from(), `deep/er/${size}`), "user.size", `${size}`.repeat(size % 7));
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("images of mkfs.erofs with attributes, wide inodes, and with and without inline tails", () => {
  const choices = [
    [],
    ["-x", "1"],
    ["-x", "-1"],
    ["-Enoinline_data"],
    ["-Eforce-inode-extended"],
    ["-Eforce-inode-compact", "-T1234"],
  ];
  for (const options of choices) {
    using image = openErofs(mkfs("mkfs.erofs", ...options));
    for (const size of sizes)
      expect(Buffer.concat([...cat(image, `/short/${size}`)]).equals(filled(size))).toBe(true);
    expect(image.lookup("/deep").mode).toBe(0o711);
    expect(ls(image, "/deep")).toHaveLength(502);
    expect([...tree(image, "/")]).toHaveLength(505 + sizes.length);
  }
});

test("what claims to have our digest must match it", () => {
  const path = mkfs("mkfs.erofs", "-U", "01000000-1234-8234-8234-123456789abc");
  openErofs(path).close();
  const bytes = readFileSync(path);
  bytes.writeUInt32LE(0, 1024 + 8);
  bytes.write("osier", 1024 + 64);
  writeFileSync(path, bytes);
  expect(() => openErofs(path)).toThrow(/bytes 0 to 4095, does not match/);
  bytes.writeUInt32LE(bytes.length / 4096 + 1, 1024 + 48);
  writeFileSync(path, bytes);
  expect(() => openErofs(path)).toThrow(/metadata beyond its end/);
});

test("links that lead nowhere or in a circle are not found", () => {
  using image = openErofs(mkfs("mkfs.erofs"));
  for (const path of ["/deep/broken", "/loop", "/deep/er/1/x", "/none"]) {
    try {
      image.lookup(path);
      expect.unreachable(path);
    } catch (error) {
      expect(error).toMatchObject({ code: "not-found", where: path });
    }
  }
  expect(image.lookup("/loop", false).kind).toBe("symlink");
  expect(image.lookup("/short/../../deep/er/../../..").nid).toBe(image.root.nid);
  expect(() => cat(image, "/deep")).toThrow(ImageError);
});

test("flipped bytes without a checksum give a typed error or other data, and never an endless tree", () => {
  const given = new ImageTree();
  for (let i = 0; i < 120; i++) given.addFile(`/d${i % 5}/e${i % 3}/f${i}`, filled(i * 50));
  given.addSymlink("/link", "d1");
  const ours = join(dir, "ours.erofs");
  writeErofs(given, ours);
  const bad = join(dir, "flipped.erofs");
  for (const path of [ours, mkfs("mkfs.erofs"), mkfs("wide.erofs", "-Eforce-inode-extended", "-x", "1")]) {
    const good = readFileSync(path);
    good.writeUInt32LE(0, 1024 + 8);
    good.fill(0, 1024 + 48, 1024 + 80);
    const metadata = Math.min(good.length, 65536);
    const flip = fc.tuple(fc.integer({ min: 1024, max: metadata - 1 }), fc.integer({ min: 1, max: 255 }));
    let damagedCount = 0;
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 12, size: "max" }), (flips) => {
        const bytes = Buffer.from(good);
        for (const [at, bits] of flips) bytes[at] = bytes[at]! ^ bits;
        writeFileSync(bad, bytes);
        try {
          using image = openErofs(bad);
          readAll(image);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageError);
          damagedCount++;
        }
      }),
      { numRuns: 150 },
    );
    expect(damagedCount).toBeGreaterThan(10);
  }
}, 60_000);

test("each damaged field is named with its place", () => {
  const given = new ImageTree();
  given.addFile("/dir/file", filled(5000), { mode: 0o644 });
  given.addFile("/dir/plain", filled(5000), { inline: false });
  given.addSymlink("/link", "dir");
  const path = join(dir, "fields.erofs");
  writeErofs(given, path);
  const good = readFileSync(path);
  good.writeUInt32LE(0, 1024 + 8);
  good.fill(0, 1024 + 48, 1024 + 80);
  using intact = openErofs(path);
  const inodeAt = (name: string) => intact.lookup(name, false).nid * 32;
  const root = intact.root.tailOffset;
  const cases: [(image: Buffer) => void, RegExp][] = [
    [(b) => b.writeUInt32LE(1, 1024), /no EROFS magic number \(byte 1024\)/],
    [(b) => b.writeUInt8(9, 1024 + 12), /2\^9 bytes/],
    [(b) => b.writeUInt32LE(1, 1024 + 80), /compression/],
    [(b) => b.writeUInt32LE(1 << 20, 1024 + 36), /superblock says/],
    [(b) => b.writeUInt32LE(0, 1024 + 36), /superblock says 0/],
    [(b) => b.writeUInt32LE(999, 1024 + 40), /metadata begins beyond/],
    [(b) => b.writeUInt16LE(60000, 1024 + 14), /inode 60000 lies beyond/],
    [(b) => b.writeUInt16LE(inodeAt("/link") / 32, 1024 + 14), /root is no directory/],
    [(b) => b.writeUInt16LE(0x40, inodeAt("/dir/file")), /format 0x40/],
    [(b) => b.writeUInt16LE(2, inodeAt("/dir/file")), /data layout 1/],
    [(b) => b.writeUInt16LE(0, inodeAt("/dir") + 4), /names no kind/],
    [(b) => b.writeUInt16LE(0o100644, inodeAt("/dir") + 4), /not of the kind/],
    [(b) => b.writeUInt16LE(0, inodeAt("/dir") + 6), /no links/],
    [(b) => b.writeUInt32LE(1 << 30, inodeAt("/dir/file") + 8), /greater than the image/],
    [(b) => b.writeUInt32LE(5, inodeAt("/dir") + 8), /directory of 5 bytes/],
    [(b) => b.writeUInt32LE(0, inodeAt("/link") + 8), /symbolic link of 0 bytes/],
    [(b) => b.writeUInt32LE(77777, inodeAt("/dir/plain") + 16), /data of inode \d+ lies outside/],
    [(b) => b.writeUInt16LE(60000, inodeAt("/dir/file") + 2), /attributes of inode/],
    [
      (b) => b.writeUInt16LE((4000 - inodeAt("/dir/file")) / 4, inodeAt("/dir/file") + 2),
      /tail of inode \d+ crosses/,
    ],
    [(b) => b.writeUInt16LE(0, root + 8), /block without entries/],
    [(b) => b.writeUInt16LE(4000, root + 12 + 8), /names out of place/],
    [(b) => b.writeUInt8(0x2f, root + 4 * 12 + 4), /name with a slash/],
    [(b) => b.writeUInt8(0x21, root + 4 * 12 + 3), /out of order/],
    [(b) => b.writeUInt8(0, root + 4 * 12 + 3), /name of 0 bytes/],
    [(b) => b.writeUInt8(8, root + 10), /entry of type 8/],
    [(b) => b.writeBigUInt64LE(1n << 60n, root + 24), /cannot be/],
    [(b) => b.writeBigUInt64LE(1n, root), /name itself/],
    [(b) => b.writeBigUInt64LE(BigInt(intact.root.nid), root + 24), /stands in two places/],
    [(b) => b.writeUInt8(0, intact.lookup("/link", false).tailOffset), /NUL in its target/],
  ];
  const bad = join(dir, "bad.erofs");
  const attempt = () => {
    using image = openErofs(bad);
    readAll(image);
  };
  writeFileSync(bad, good);
  attempt();
  for (const [damage, message] of cases) {
    const bytes = Buffer.from(good);
    damage(bytes);
    writeFileSync(bad, bytes);
    expect(attempt, `${message}`).toThrow(message);
  }
});

test("no image, no access, no EROFS", () => {
  expect(() => openErofs(join(dir, "none"))).toThrow(/no such image/);
  expect(() => openErofs(dir)).toThrow(ImageError);
  const short = join(dir, "short");
  writeFileSync(short, "short");
  expect(() => openErofs(short)).toThrow(/shorter than one block/);
});
