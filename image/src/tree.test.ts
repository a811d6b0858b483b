/** What a tree takes in, where it puts it, and what it refuses. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deviceNumber, ImageError, type ImageErrorCode, ImageTree } from "./index.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "osier-tree-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const bytes = (text: string) => Buffer.from(text);
function codeOf(action: () => unknown): ImageErrorCode | null {
  try {
    action();
    return null;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    expect(error.mend).not.toBe("");
    return error.code;
  }
}

test("parents are made, and a later directory gives them their mode", () => {
  const tree = new ImageTree();
  expect(tree.addFile("/a/b/c", bytes("x"))).toBe("/a/b/c");
  expect(tree.get("/a/b")).toMatchObject({ kind: "directory", mode: 0o755 });
  tree.addDirectory("/a/b", { mode: 0o700, uid: 7 });
  expect(tree.get("/a/b")).toMatchObject({ mode: 0o700, uid: 7 });
  tree.addDirectory("/", { mode: 0o711 });
  expect(tree.get("/")).toMatchObject({ mode: 0o711 });
  expect([...tree].map((e) => e.path).sort()).toEqual(["/", "/a", "/a/b", "/a/b/c"]);
});

test("links of the tree are followed on the way, as in the guest", () => {
  const tree = new ImageTree();
  tree.addSymlink("/lib", "usr/lib");
  tree.addSymlink("/usr/lib64", "/lib");
  expect(tree.addFile("/lib/x.so", bytes("x"))).toBe("/usr/lib/x.so");
  expect(tree.addFile("/usr/lib64/y.so", bytes("y"))).toBe("/usr/lib/y.so");
  expect(tree.addFile("/lib/../z", bytes("z"))).toBe("/usr/z");
  expect(tree.addFile("/../../top", bytes("t"))).toBe("/top");
  expect(tree.addDirectory("/lib")).toBe("/usr/lib");
  expect(tree.get("/lib")).toMatchObject({ kind: "symlink", target: "usr/lib" });
  expect(tree.get("/lib/x.so")).toMatchObject({ kind: "file", path: "/usr/lib/x.so" });
});

test("what is mapped has its pages in blocks of their own, unless it is said otherwise", () => {
  const tree = new ImageTree();
  const aligned = (path: string) =>
    tree.get(path)?.kind === "file" && (tree.get(path) as { aligned?: boolean }).aligned;
  tree.addFile("/program", bytes("x"), { mode: 0o755 });
  tree.addFile("/libc.so.6", bytes("x"));
  tree.addFile("/libx.so", bytes("x"), { inline: true });
  tree.addFile("/notes.some", bytes("x"));
  tree.addFile("/data", bytes("x"), { inline: false });
  expect(["/program", "/libc.so.6", "/libx.so", "/notes.some", "/data"].map(aligned)).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
});

test("two different things in one place are a conflict, the same thing twice is not", () => {
  const tree = new ImageTree();
  tree.addFile("/f", bytes("1"));
  tree.addSymlink("/l", "f");
  tree.addDevice("/null", { type: "character", major: 1, minor: 3, mode: 0o666 });
  tree.addDirectory("/d", { mode: 0o700 });
  const before = [...tree];
  tree.addFile("/f", bytes("1"));
  tree.addSymlink("/l", "f");
  tree.addDevice("/null", { type: "character", major: 1, minor: 3, mode: 0o666 });
  tree.addDirectory("/d", { mode: 0o700 });
  expect([...tree]).toEqual(before);
  for (const action of [
    () => tree.addFile("/f", bytes("2")),
    () => tree.addFile("/f", bytes("1"), { mode: 0o600 }),
    () => tree.addFile("/f/below", bytes("1")),
    () => tree.addFile("/l/below", bytes("1")),
    () => tree.addFile("/d", bytes("1")),
    () => tree.addSymlink("/l", "g"),
    () => tree.addSymlink("/d", "f"),
    () => tree.addDirectory("/f"),
    () => tree.addDirectory("/d", { mode: 0o711 }),
    () => tree.addDevice("/null", { type: "character", major: 1, minor: 5, mode: 0o666 }),
  ])
    expect(codeOf(action)).toBe("conflict");
  expect([...tree]).toEqual(before);
  expect(() => tree.addFile("/f/below", bytes("1"))).toThrow(/\/f is a file/);
});

test("links that lead in a circle are refused", () => {
  const tree = new ImageTree();
  tree.addSymlink("/a", "b");
  tree.addSymlink("/b", "a");
  expect(codeOf(() => tree.addFile("/a/x", bytes("")))).toBe("conflict");
});

test("fields that the format cannot hold are refused", () => {
  const tree = new ImageTree();
  for (const action of [
    () => tree.addFile(`/${"é".repeat(128)}`, bytes("")),
    () => tree.addFile("/nul\0", bytes("")),
    () => tree.addFile("/f", bytes(""), { mode: 0o100644 }),
    () => tree.addFile("/f", bytes(""), { uid: -1 }),
    () => tree.addFile("/f", bytes(""), { gid: 2 ** 32 }),
    () => tree.addFile("/f", bytes(""), { mtime: Number.NaN }),
    () => tree.addSymlink("/l", ""),
    () => tree.addSymlink("/l", "x".repeat(4096)),
  ])
    expect(codeOf(action)).toBe("limit");
  expect(tree.addFile(`/${"é".repeat(127)}`, bytes(""))).toHaveLength(128);
});

test("device numbers are Linux's", () => {
  expect(deviceNumber(1, 3)).toBe(0x103);
  expect(deviceNumber(259, 0x12345)).toBe(0x12310345);
});

test("a host tree goes in as it is, but for what the filter leaves out", () => {
  const host = join(dir, "host");
  mkdirSync(join(host, "sub/skipped"), { recursive: true });
  writeFileSync(join(host, "sub/file"), "text", { mode: 0o640 });
  writeFileSync(join(host, "sub/skipped/file"), "text");
  symlinkSync("sub/file", join(host, "link"));
  utimesSync(join(host, "sub/file"), 5, 1_500_000_000.75);
  const tree = new ImageTree();
  tree.addSymlink("/to", "real");
  tree.addHostTree(host, "/to/place", (path) => !path.endsWith("skipped"));
  expect([...tree].map((e) => e.path).sort()).toEqual([
    "/",
    "/real",
    "/real/place",
    "/real/place/link",
    "/real/place/sub",
    "/real/place/sub/file",
    "/to",
  ]);
  const source = { host: join(host, "sub/file"), size: 4 };
  expect(tree.get("/to/place/sub/file")).toMatchObject({
    kind: "file",
    mode: 0o640,
    mtime: 1_500_000_000,
    source,
  });
  expect(tree.get("/real/place/link")).toMatchObject({ target: "sub/file" });
  tree.addHostTree(host, "/to/place", (path) => !path.endsWith("skipped"));
  expect(tree.size).toBe(7);
});

test("what cannot go in is named", async () => {
  const host = join(dir, "odd");
  mkdirSync(host);
  const server = createServer().listen(join(host, "socket"));
  await new Promise((done) => server.once("listening", done));
  const tree = new ImageTree();
  try {
    expect(codeOf(() => tree.addHostTree(host, "/odd"))).toBe("unsupported");
    expect(() => tree.addHostTree(host, "/odd")).toThrow(/socket/);
  } finally {
    server.close();
  }
  writeFileSync(Buffer.concat([Buffer.from(`${host}/bad-`), Buffer.from([0xff])]), "");
  expect(() => tree.addHostTree(host, "/odd")).toThrow(/UTF-8/);
  expect(codeOf(() => tree.addFile("/f", join(host, "none")))).toBe("not-found");
  expect(codeOf(() => tree.addFile("/f", host))).toBe("unsupported");
  expect(codeOf(() => tree.addHostTree(join(host, "none"), "/x"))).toBe("not-found");
});
