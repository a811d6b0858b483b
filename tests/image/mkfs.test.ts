/** The kernel's EROFS reader, as a host program, over images that mkfs.erofs and our writer made of the same files. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { rootDir } from "@osier/cli";
import { buildHostProgram } from "@osier/compiler";
import { type ImageEntry, writeErofs } from "@osier/image";
import { beforeAll, expect, test } from "vitest";
import { workDir } from "../osier.ts";

const dir = workDir("image");
const files = join(dir, "files");
const listing = join(dir, "listing");
const timeout = 120_000;
const sizes = [0, 1, 100, 2047, 2048, 2049, 4063, 4064, 4095, 4096, 4097, 8192, 12289, 1_000_000];

function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** What the listing must have for a host path. */
function lineOf(guest: string): string {
  const host = join(files, guest);
  const { mode, uid, gid, size, mtimeMs } = lstatSync(host);
  const kind = mode & 0o170000;
  const contents =
    kind === 0o120000
      ? readlinkSync(host)
      : String(crc32c(kind === 0o100000 ? readFileSync(host) : Buffer.alloc(0)));
  const shownSize = kind === 0o040000 ? 0 : size;
  const octal = mode.toString(8).padStart(6, "0");
  return [guest, octal, uid, gid, Math.floor(mtimeMs / 1000), shownSize, contents].join("\t");
}
function paths(at = "/"): string[] {
  if (!lstatSync(join(files, at)).isDirectory()) return [at];
  return [at, ...readdirSync(join(files, at)).flatMap((name) => paths(join(at, name)))];
}

/** What the kernel sees in an image, sorted. */
function seen(image: string): string[] {
  const text = execFileSync(listing, { input: readFileSync(image), encoding: "utf8", timeout: 60_000 });
  return text.trimEnd().split("\n").sort();
}

beforeAll(async () => {
  rmSync(files, { recursive: true, force: true });
  mkdirSync(join(files, "many/deep/er"), { recursive: true });
  sizes.forEach((size, i) => {
    const path = join(files, `f${size}`);
    writeFileSync(path, Buffer.alloc(size, `${size} bytes,`));
    utimesSync(path, 0, 1_500_000_000 + i);
  });
  for (let i = 0; i < 900; i++) writeFileSync(join(files, "many", `${i}${"-name".repeat(i % 40)}`), `${i}`);
  symlinkSync("many/deep", join(files, "short"));
  symlinkSync("x/".repeat(1500), join(files, "long"));
  chmodSync(join(files, "f100"), 0o4751);
  chmodSync(join(files, "many/deep"), 0o1777);
  const sanitize = ["address", "undefined"] as const;
  const file = join(rootDir, "kernel/fs/rofs/listing.ts");
  await buildHostProgram({ file, out: listing, mode: "development", sanitize });
}, timeout);

test("images of mkfs.erofs, with and without inline tails, extended and compact", { timeout }, () => {
  const expected = paths().map(lineOf).sort();
  for (const options of [[], ["-Enoinline_data"], ["-Eforce-inode-extended"]]) {
    const image = join(dir, "mkfs.erofs");
    rmSync(image, { force: true });
    execFileSync("mkfs.erofs", ["--quiet", ...options, image, files], { stdio: "pipe" });
    expect(seen(image)).toEqual(expected);
  }
  const image = join(dir, "compact.erofs");
  rmSync(image, { force: true });
  execFileSync("mkfs.erofs", ["--quiet", "-Eforce-inode-compact", "-T1234", image, files], { stdio: "pipe" });
  expect(seen(image)).toEqual(expected.map((line) => line.replace(/^((?:[^\t]*\t){4})\d+/, "$11234")));
});

test("images of our writer", { timeout }, () => {
  const entries = paths().map((path): ImageEntry => {
    const host = join(files, path);
    const { mode: bits, uid, gid, mtimeMs, size } = lstatSync(host);
    const common = { path, mode: bits & 0o7777, uid, gid, mtime: Math.floor(mtimeMs / 1000) };
    const kind = bits & 0o170000;
    if (kind === 0o040000) return { ...common, kind: "directory" };
    if (kind === 0o120000) return { ...common, kind: "symlink", target: readlinkSync(host) };
    return { ...common, kind: "file", source: { host, size }, aligned: size === 4097 };
  });
  const image = join(dir, "ours.erofs");
  writeErofs(entries, image);
  expect(seen(image)).toEqual(paths().map(lineOf).sort());
});
