/** Images of Debian's own programs: what must be in them, what must not, and how large they may be. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testDir } from "../test-dir.ts";
import { OsierError } from "../ui/error.ts";
import { type AssemblyOptions, assemble, parseAddition } from "./assemble.ts";
import { PackageDatabase } from "./dpkg.ts";
import { dropReason } from "./filters.ts";
import { planProgram } from "./program.ts";
import { GuestTree } from "./tree.ts";

const options: AssemblyOptions = { packages: true, additions: [], also: [], locales: [], cwd: "/" };
const treeOf = (program: string, change: Partial<AssemblyOptions> = {}) =>
  assemble(planProgram(program), { ...options, ...change }).tree;
const dir = testDir("assemble");

test("ls is an image of a few MB, without character sets and other programs", () => {
  const tree = treeOf("/usr/bin/ls");
  expect(tree.size).toBeLessThan(6 << 20);
  const paths = [...tree.entries.keys()];
  expect(paths.filter((path) => /gconv|\/usr\/share\/(doc|man)/.test(path))).toEqual([]);
  expect(paths.filter((path) => path.startsWith("/usr/bin/"))).toEqual(["/usr/bin/ls"]);
  for (const path of [
    "/etc/passwd",
    "/etc/nsswitch.conf",
    "/etc/ld.so.cache",
    "/tmp",
    "/proc",
    "/dev",
    "/root",
    "/var/tmp",
  ]) {
    expect(paths).toContain(path);
  }
});

test("links stay links, and every spelling of a path leads to the file", () => {
  const tree = treeOf("/usr/bin/python3");
  expect(tree.entries.get("/lib64")).toEqual({ kind: "symlink", target: "usr/lib64" });
  expect(tree.entries.get("/usr/bin/python3")?.kind).toBe("symlink");
  expect(tree.hostFile("/lib64/ld-linux-x86-64.so.2")).toMatch(/^\/usr\/lib\/x86_64-linux-gnu\/ld-/);
  for (const path of tree.entries.keys()) expect(tree.entries.has(join(path, "..")), path).toBe(true);
});

test("python brings its standard library, its plug-ins and what those need", () => {
  const tree = treeOf("/usr/bin/python3");
  for (const path of ["/usr/lib/python3.11/json/__init__.py", "/usr/lib/python3.11/encodings/utf_8.py"])
    expect(tree.hostFile(path)).toBe(path);
  const paths = [...tree.entries.keys()];
  expect(paths.some((path) => /lib-dynload\/_hashlib.*\.so$/.test(path))).toBe(true);
  expect(tree.hostFile("/usr/lib/x86_64-linux-gnu/libcrypto.so.3")).not.toBeNull();
  expect(paths.some((path) => path.includes("/idle_test/") || path.includes("/include/python"))).toBe(false);
  const bare = treeOf("/usr/bin/python3", { packages: false });
  expect(bare.hostFile("/usr/lib/python3.11/os.py")).toBeNull();
});

test("perl brings its modules", () => {
  const tree = treeOf("/usr/bin/perl");
  expect(
    [...tree.entries.keys()].filter((path) => /\/(List\/Util|strict|Data\/Dumper)\.pm$/.test(path)).length,
  ).toBeGreaterThanOrEqual(3);
});

test("owners of files are those that dpkg names", () => {
  const database = PackageDatabase.open();
  for (const path of ["/usr/bin/sqlite3", "/usr/bin/perl", "/usr/bin/python3.11"]) {
    const [owner] = execFileSync("dpkg", ["-S", path], { encoding: "utf8" }).split(":");
    expect(database?.ownerOf([path])?.name).toBe(owner);
  }
});

test("filters give their reason", () => {
  expect(dropReason("/usr/share/doc/ls/copyright")).toBe("documentation");
  expect(dropReason("/bin/cat")).toContain("other programs");
  expect(dropReason("/usr/lib/python3.11/os.py")).toBeNull();
});

test("--add puts files and directories where it says", () => {
  mkdirSync(join(dir, "data/sub"), { recursive: true });
  writeFileSync(join(dir, "data/sub/file"), "content");
  const tree = treeOf("/usr/bin/cat", {
    additions: [parseAddition(`${dir}/data:/srv/data`), parseAddition(`${dir}/data/sub/file`)],
  });
  expect(tree.hostFile("/srv/data/sub/file")).toBe(join(dir, "data/sub/file"));
  expect(tree.hostFile(join(dir, "data/sub/file"))).toBe(join(dir, "data/sub/file"));
  expect(() => parseAddition("file:relative")).toThrow(OsierError);
  expect(() => treeOf("/usr/bin/cat", { additions: [parseAddition("/nonexistent")] })).toThrow(
    "no such file to add",
  );
});

test("a script runs its interpreter, and env is looked through", () => {
  const script = join(dir, "script");
  writeFileSync(script, "#!/usr/bin/env -S perl -w\nprint 1;\n");
  chmodSync(script, 0o755);
  const plan = planProgram(script);
  expect(plan.executable).toMatch(/\/perl$/);
  expect(plan.argv).toEqual(["perl", "-w", script]);
  expect(assemble(plan, options).tree.hostFile(script)).toBe(script);
});

test("by name, a program is meant rather than a wrapper script before it on PATH", () => {
  const bin = join(dir, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "ls"), "#!/bin/sh\nexec /usr/bin/ls\n");
  chmodSync(join(bin, "ls"), 0o755);
  const path = process.env["PATH"];
  process.env["PATH"] = `${bin}:/usr/bin`;
  try {
    expect(planProgram("ls").executable).toBe("/usr/bin/ls");
  } finally {
    process.env["PATH"] = path;
  }
});

test("programs that are not there or are none have Docker's statuses", () => {
  const status = (name: string) => {
    try {
      assemble(planProgram(name), options);
    } catch (error) {
      return (error as OsierError).status;
    }
    return 0;
  };
  expect(status("no-such-program-anywhere")).toBe(127);
  expect(status("/nonexistent/program")).toBe(127);
  expect(status("/etc")).toBe(126);
  expect(status("/etc/hostname")).toBe(126);
});

test("a loop of links is an error", () => {
  symlinkSync("loop", join(dir, "loop"));
  expect(() => new GuestTree().addHost(join(dir, "loop"))).toThrow("too many symbolic links");
});
