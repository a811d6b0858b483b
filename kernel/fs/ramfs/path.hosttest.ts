/** Path resolution and open(2) over a tree in memory, against the answers that Linux gives. */
import { Errno } from "../../lib/errno.ts";
import { GrowingWriter } from "../../lib/growingwriter.ts";
import { log } from "../../lib/log.ts";
import { makeMemory } from "../../mm/hostarena.ts";
import { FileKind, type Inode } from "../../vfs/inode.ts";
import { openPath } from "../../vfs/open.ts";
import { OpenFlag } from "../../vfs/openfile.ts";
import {
  mountOn,
  openInode,
  setRoot,
  setWorkingDirectorySource,
  Walk,
  WorkingDirectory,
  writePath,
} from "../../vfs/path.ts";
import { newRamFs } from "./ramfs.ts";

let failures: i32 = 0;

function expect(holds: boolean, path: string, what: string): void {
  if (holds) return;
  failures++;
  log(`failed: "${path}": ${what}`);
}

const fs = newRamFs(0o755);

function directory(parent: Inode, name: string): Inode {
  const [made] = parent.create(name, FileKind.directory | 0o755, 0);
  return made!;
}
function file(parent: Inode, name: string): Inode {
  const [made] = parent.create(name, FileKind.regular | 0o644, 0);
  return made!;
}

/** The number of the file at a path, or the negative errno. */
function numberAt(start: Inode, path: string, follow: boolean): i64 {
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walk.run(start, path, follow);
  if (error !== 0) return i64(error);
  const inode = walk.inode;
  return inode === null ? -Errno.ENOENT : i64(inode.filesystem * 1000 + inode.number);
}
function expectAt(path: string, inode: Inode): void {
  expect(numberAt(fs, path, true) === i64(inode.filesystem * 1000 + inode.number), path, "another file");
}
function expectError(path: string, error: i32): void {
  const got = numberAt(fs, path, true);
  expect(got === i64(error), path, "another error");
  if (got !== i64(error)) log(`  it gives ${got}`);
}
/** The path that is shown for the file at `path`. */
function expectShown(path: string, shown: string): void {
  const [inode] = openInode(path);
  if (inode === null) return expect(false, path, "is not there");
  const text: Embed<GrowingWriter> = new GrowingWriter();
  writePath(inode, text);
  expect(text.contents() === shown, path, "is shown as another path");
  text.release();
  inode.release();
}
function openError(path: string, flags: u32): i32 {
  const [opened, error] = openPath(fs, path, flags, 0o644);
  if (opened !== null) opened.release();
  return error;
}

function testPlain(a: Inode, b: Inode, f: Inode): void {
  expectAt("/", fs);
  expectAt("////", fs);
  expectAt("/a", a);
  expectAt("a/", a);
  expectAt("/a/b/../b/./f", f);
  expectAt("//a//b//", b);
  expectAt("/..", fs);
  expectAt("/../../a/b/..", a);
  expectError("", -Errno.ENOENT);
  expectError("/a/b/f/", -Errno.ENOTDIR);
  expectError("/a/b/f/..", -Errno.ENOTDIR);
  expectError("/a/b/f/x", -Errno.ENOTDIR);
  expectError("/a/x", -Errno.ENOENT);
  expectError("/a/x/y", -Errno.ENOENT);
  expectError("/a/x/..", -Errno.ENOENT);
  expect(numberAt(b, "f", true) === i64(f.filesystem * 1000 + f.number), "f", "relative to a directory");
  expect(numberAt(b, "/a", true) === i64(a.filesystem * 1000 + a.number), "/a", "absolute wins");
  expectShown("/a/b/../b/f", "/a/b/f");
  expectShown("/", "/");
}

function testLinks(a: Inode, b: Inode, f: Inode): void {
  fs.symlink("toB", "a/b");
  fs.symlink("toSlash", "/a/b/");
  a.symlink("up", "../a/b/f");
  a.symlink("dangling", "new");
  a.symlink("self", "self");
  fs.symlink("chain0", "a");
  expectAt("/toB/f", f);
  expectAt("/toB/..", a); // ".." is the target's parent
  expectAt("/toSlash/f", f); // the slash at the end of a target asks nothing of what follows
  expectAt("/toSlash", b);
  expectAt("/a/up", f);
  expectError("/a/up/", -Errno.ENOTDIR);
  expectError("/a/dangling", -Errno.ENOENT);
  expectError("/a/self", -Errno.ELOOP);
  expectError("/a/self/x", -Errno.ELOOP);
  expect(numberAt(fs, "/toB", false) !== i64(b.filesystem * 1000 + b.number), "/toB", "not followed");
  expect(numberAt(fs, "/toB/", false) === i64(b.filesystem * 1000 + b.number), "/toB/", "a slash follows");
  // At most 40 links are followed.
  let name!: FixedArray<u8, 8>;
  let target!: FixedArray<u8, 8>;
  for (let i: u8 = 1; i <= 40; i++) {
    name[0] = 0x6c;
    target[0] = 0x6c;
    name[1] = 0x30 + i;
    target[1] = 0x30 + i - 1;
    fs.symlink(stringAt(name.ptr, 2), i === 1 ? "a" : stringAt(target.ptr, 2));
  }
  name[1] = 0x30 + 40;
  expectAt(stringAt(name.ptr, 2), a);
  fs.symlink("tooMany", stringAt(name.ptr, 2));
  expectError("tooMany", -Errno.ELOOP);
}

function testLengths(): void {
  const long = newArray<u8>(5000);
  fillBytes(long.ptr.addr, 0x78, 5000);
  expectError(stringAt(long.ptr, 255), -Errno.ENOENT);
  expectError(stringAt(long.ptr, 256), -Errno.ENAMETOOLONG);
  for (let i: u64 = 1; i < 5000; i += 2) long[i] = 0x2f;
  for (let i: u64 = 0; i < 5000; i += 2) long[i] = 0x2e;
  expectAt(stringAt(long.ptr, 4095), fs);
  expectError(stringAt(long.ptr, 4096), -Errno.ENAMETOOLONG);
  freeArray<u8>(long);
}

function testMounts(a: Inode): void {
  const other = newRamFs(0o700);
  const inside = file(other, "inside");
  const at = directory(a, "mnt");
  const covered = file(at, "covered");
  mountOn(at, other);
  expectAt("/a/mnt", other);
  expectAt("/a/mnt/inside", inside);
  expectError("/a/mnt/covered", -Errno.ENOENT);
  expectAt("/a/mnt/..", a);
  expectAt("/a/mnt/../mnt/inside", inside);
  expectShown("/a/mnt/inside", "/a/mnt/inside");
  expect(a.removeDirectory("mnt") === -Errno.EBUSY, "/a/mnt", "a mount point stays");
  const top = newRamFs(0o700);
  mountOn(other, top);
  expectAt("/a/mnt", top);
  covered.release();
  inside.release();
}

function testOpen(f: Inode): void {
  const made = OpenFlag.create | OpenFlag.writeOnly;
  expect(openError("/a/b/f", OpenFlag.readOnly) === 0, "/a/b/f", "opens");
  expect(openError("/a/b/f", made | OpenFlag.exclusive) === -Errno.EEXIST, "/a/b/f", "is there");
  expect(openError("/a/dangling", made | OpenFlag.exclusive) === -Errno.EEXIST, "/a/dangling", "is a link");
  expect(openError("/a/dangling", made) === 0, "/a/dangling", "its target is made");
  expect(numberAt(fs, "/a/new", true) > 0, "/a/new", "where the link says");
  expect(openError("/a/missing/", made) === -Errno.EISDIR, "/a/missing/", "no file ends in a slash");
  expect(openError("/a", made) === -Errno.EISDIR, "/a", "is a directory");
  expect(openError("/a", OpenFlag.readWrite) === -Errno.EISDIR, "/a", "is not written");
  expect(openError("/a", OpenFlag.directory) === 0, "/a", "opens as a directory");
  expect(openError("/a/b/f", OpenFlag.directory) === -Errno.ENOTDIR, "/a/b/f", "does not");
  expect(openError("/a/up", OpenFlag.noFollow) === -Errno.ELOOP, "/a/up", "is not followed");
  expect(openError("/a/up", OpenFlag.noFollow | OpenFlag.path) === 0, "/a/up", "O_PATH opens the link");
  f.setSize(10);
  expect(
    openError("/a/b/f", OpenFlag.readWrite | OpenFlag.truncate) === 0 && f.size === 0,
    "/a/b/f",
    "is cut",
  );
}

const here = new WorkingDirectory();

/** A directory that was removed while it is the working directory. */
function testRemoved(a: Inode): void {
  const gone = directory(a, "gone");
  here.set(gone);
  expect(a.removeDirectory("gone") === 0, "gone", "can be removed");
  expect(openError("x", OpenFlag.create | OpenFlag.writeOnly) === 0, "x", "the start is the root here");
  const [made, error] = gone.create("x", FileKind.regular, 0);
  expect(made === null && error === -Errno.ENOENT, "gone/x", "nothing is made in it");
  here.set(fs);
  gone.release();
}

export function main(): i32 {
  makeMemory(0x80_0000);
  setRoot(fs);
  setWorkingDirectorySource(() => here);
  const a = directory(fs, "a");
  const b = directory(a, "b");
  const f = file(b, "f");
  testPlain(a, b, f);
  testLinks(a, b, f);
  testLengths();
  testOpen(f);
  testMounts(a);
  testRemoved(a);
  return failures === 0 ? 0 : 1;
}
