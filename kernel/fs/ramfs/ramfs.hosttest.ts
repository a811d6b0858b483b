/**
 * ramfs against a model: random operations on eight directories and their names, each with the result that Linux
 * gives, and the whole tree compared again and again. In the end all is removed, and no page may be missing.
 */
import { Errno } from "../../lib/errno.ts";
import { log } from "../../lib/log.ts";
import { makeMemory } from "../../mm/hostarena.ts";
import { freePageCount } from "../../mm/pages.ts";
import { DirectoryEntry, FileKind, type Inode } from "../../vfs/inode.ts";
import { readPages, writePages } from "../../vfs/regularfile.ts";
import { newRamFs } from "./ramfs.ts";

const DIRECTORIES: u32 = 8;
/** Enough names for the index by hash to come into use. */
const NAMES: u32 = 40;
const FILES: u32 = 60;
const LONGEST: u64 = 20000;
const OPERATIONS: u32 = 20000;

let failures: i32 = 0;
let state: u64 = 0x9e3779b97f4a7c15;

function random(below: u32): u32 {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return u32((state >> 11) % u64(below));
}
function expect(holds: boolean, what: string, step: u32): void {
  if (holds) return;
  failures++;
  if (failures < 10) log(`failed at step ${step}: ${what}`);
}

class ModelFile {
  inode: Inode | null = null;
  links: u32 = 0;
  size: u64 = 0;
  bytes!: Slice<u8>;
}
class ModelDirectory {
  inode: Inode | null = null;
  parent: u32 = 0;
  /** By name: 0 nothing, below 100 the file of that number less one, else the directory of that number less 100. */
  entries!: FixedArray<u32, 40>;

  get count(): u32 {
    let n: u32 = 0;
    for (const e of this.entries) if (e !== 0) n++;
    return n;
  }
}
const DIRECTORY: u32 = 100;

let directories!: FixedArray<Embed<ModelDirectory>, 8>;
let files!: FixedArray<Embed<ModelFile>, 60>;
let nameBytes!: FixedArray<u8, 4>;
let otherBytes!: FixedArray<u8, 4>;

function writeName(into: Ptr<u8>, name: u32): string {
  into[0] = 0x6e;
  into[1] = u8(0x30 + name / 10);
  into[2] = u8(0x30 + (name % 10));
  return stringAt(into, 3);
}
function randomDirectory(): u32 {
  let d = random(DIRECTORIES);
  while (directories[d].inode === null) d = random(DIRECTORIES);
  return d;
}
function freeDirectory(): u32 {
  for (let d: u32 = 1; d < DIRECTORIES; d++) if (directories[d].inode === null) return d;
  return 0;
}
function freeFile(): u32 {
  for (let f: u32 = 0; f < FILES; f++) if (files[f].inode === null) return f;
  return FILES;
}

function create(step: u32, d: u32, name: u32, text: string): void {
  const f = freeFile();
  if (directories[d].entries[name] !== 0 || f === FILES) return;
  const [made, error] = directories[d].inode!.create(text, FileKind.regular | 0o644, 0);
  expect(made !== null && error === 0, "create", step);
  files[f].inode = made;
  files[f].links = 1;
  files[f].size = 0;
  directories[d].entries[name] = f + 1;
}
function makeDirectory(step: u32, d: u32, name: u32, text: string): void {
  const child = freeDirectory();
  if (directories[d].entries[name] !== 0 || child === 0) return;
  const [made, error] = directories[d].inode!.create(text, FileKind.directory | 0o755, 0);
  expect(made !== null && error === 0, "mkdir", step);
  directories[child].inode = made;
  directories[child].parent = d;
  for (let i: u32 = 0; i < NAMES; i++) directories[child].entries[i] = 0;
  directories[d].entries[name] = DIRECTORY + child;
}
/** A name of a file is gone. */
function dropLink(f: u32): void {
  files[f].links--;
  if (files[f].links !== 0) return;
  files[f].inode!.release();
  files[f].inode = null;
}
function dropDirectory(d: u32): void {
  directories[d].inode!.release();
  directories[d].inode = null;
}
function unlinkError(entry: u32): i32 {
  if (entry === 0) return -Errno.ENOENT;
  return entry >= DIRECTORY ? -Errno.EISDIR : 0;
}
function removeError(entry: u32): i32 {
  if (entry === 0) return -Errno.ENOENT;
  if (entry < DIRECTORY) return -Errno.ENOTDIR;
  return directories[entry - DIRECTORY].count > 0 ? -Errno.ENOTEMPTY : 0;
}
function unlink(step: u32, d: u32, name: u32, text: string): void {
  const entry = directories[d].entries[name];
  const wanted = unlinkError(entry);
  expect(directories[d].inode!.unlink(text) === wanted, "unlink", step);
  if (wanted !== 0) return;
  directories[d].entries[name] = 0;
  dropLink(entry - 1);
}
function removeDirectory(step: u32, d: u32, name: u32, text: string): void {
  const entry = directories[d].entries[name];
  const wanted = removeError(entry);
  expect(directories[d].inode!.removeDirectory(text) === wanted, "rmdir", step);
  if (wanted !== 0) return;
  directories[d].entries[name] = 0;
  dropDirectory(entry - DIRECTORY);
}
function link(step: u32, d: u32, name: u32, text: string): void {
  const f = random(FILES);
  const inode = files[f].inode;
  if (directories[d].entries[name] !== 0 || inode === null) return;
  expect(directories[d].inode!.link(text, inode) === 0, "link", step);
  files[f].links++;
  directories[d].entries[name] = f + 1;
}
function isWithin(d: u32, ancestor: u32): boolean {
  let at = d;
  while (at !== 0) {
    if (at === ancestor) return true;
    at = directories[at].parent;
  }
  return ancestor === 0;
}
function renameError(moved: u32, to: u32, there: u32): i32 {
  if (moved === 0) return -Errno.ENOENT;
  if (moved >= DIRECTORY && isWithin(to, moved - DIRECTORY)) return -Errno.EINVAL;
  if (there === 0 || there === moved) return 0;
  if (moved >= DIRECTORY) return removeError(there);
  return unlinkError(there);
}
function rename(step: u32, d: u32, name: u32, text: string): void {
  const to = randomDirectory();
  const newName = random(NAMES);
  const moved = directories[d].entries[name];
  const there = directories[to].entries[newName];
  const wanted = renameError(moved, to, there);
  const newText = writeName(otherBytes.ptr, newName);
  const got = directories[d].inode!.rename(text, directories[to].inode!, newText, false);
  expect(got === wanted, "rename", step);
  if (wanted !== 0 || there === moved) return;
  if (there >= DIRECTORY) dropDirectory(there - DIRECTORY);
  else if (there !== 0) dropLink(there - 1);
  directories[d].entries[name] = 0;
  directories[to].entries[newName] = moved;
  if (moved >= DIRECTORY) directories[moved - DIRECTORY].parent = to;
}
function write(step: u32): void {
  const file = files[random(FILES)];
  const inode = file.inode;
  if (inode === null) return;
  const offset = u64(random(u32(LONGEST)));
  const count = min(u64(random(6000)), LONGEST - offset);
  let bytes!: FixedArray<u8, 6000>;
  for (let i: u64 = 0; i < count; i++) bytes[i] = u8(step + u32(i));
  expect(writePages(inode, addressOf(bytes.ptr), count, offset) === isize(count), "write", step);
  if (count === 0) return;
  if (offset > file.size) fillBytes(file.bytes.ptr.addr + file.size, 0, offset - file.size);
  copyBytes(file.bytes.ptr.addr + offset, addressOf(bytes.ptr), count);
  file.size = max(file.size, offset + count);
}
function truncate(step: u32): void {
  const file = files[random(FILES)];
  const inode = file.inode;
  if (inode === null) return;
  const size = u64(random(u32(LONGEST)));
  expect(inode.truncate(size) === 0, "truncate", step);
  if (size > file.size) fillBytes(file.bytes.ptr.addr + file.size, 0, size - file.size);
  file.size = size;
}

function compareFile(file: ModelFile, step: u32): void {
  const inode = file.inode!;
  expect(inode.links === file.links && inode.size === file.size, "links and size", step);
  let bytes!: FixedArray<u8, 20001>;
  const n = readPages(inode, addressOf(bytes.ptr), LONGEST + 1, 0);
  expect(n === isize(file.size), "the length that is read", step);
  expect(compareBytes(addressOf(bytes.ptr), file.bytes.ptr.addr, file.size) === 0, "contents", step);
}
function compareDirectory(d: u32, step: u32): void {
  const inode = directories[d].inode!;
  let children: u32 = 0;
  for (let name: u32 = 0; name < NAMES; name++) {
    const entry = directories[d].entries[name];
    if (entry >= DIRECTORY) children++;
    const [found] = inode.lookup(writeName(nameBytes.ptr, name));
    let wanted: Inode | null = null;
    if (entry >= DIRECTORY) wanted = directories[entry - DIRECTORY].inode;
    else if (entry !== 0) wanted = files[entry - 1].inode;
    expect(found === wanted, "lookup", step);
    if (found !== null) found.release();
  }
  expect(inode.links === 2 + children, "a directory's links", step);
  const entry: Embed<DirectoryEntry> = new DirectoryEntry();
  let listed: u32 = 0;
  for (let position: u64 = 0; inode.entryAt(position, entry); position = entry.next) {
    listed++;
    const [found] = inode.lookup(entry.name);
    expect(found !== null && found.number === entry.number, "a listed name is there", step);
    if (found !== null) found.release();
  }
  expect(listed === directories[d].count, "the number of entries", step);
}
function compareAll(step: u32): void {
  for (let d: u32 = 0; d < DIRECTORIES; d++) if (directories[d].inode !== null) compareDirectory(d, step);
  for (let f: u32 = 0; f < FILES; f++) if (files[f].inode !== null) compareFile(files[f], step);
}
function randomStep(step: u32): void {
  const d = randomDirectory();
  const name = random(NAMES);
  const text = writeName(nameBytes.ptr, name);
  switch (random(10)) {
    case 0:
    case 1:
      return create(step, d, name, text);
    case 2:
      return makeDirectory(step, d, name, text);
    case 3:
      return unlink(step, d, name, text);
    case 4:
      return removeDirectory(step, d, name, text);
    case 5:
      return link(step, d, name, text);
    case 6:
      return rename(step, d, name, text);
    case 7:
      return truncate(step);
    default:
      return write(step);
  }
}
function removeAll(): void {
  let left = true;
  while (left) {
    left = false;
    for (let d: u32 = 0; d < DIRECTORIES; d++) {
      for (let name: u32 = 0; directories[d].inode !== null && name < NAMES; name++) {
        const entry = directories[d].entries[name];
        if (entry === 0) continue;
        left = true;
        const text = writeName(nameBytes.ptr, name);
        if (entry < DIRECTORY) unlink(OPERATIONS, d, name, text);
        else removeDirectory(OPERATIONS, d, name, text);
      }
    }
  }
}
/** Holes cost nothing, and neither does cutting a file that is nearly all hole. */
function testHoles(root: Inode, free: u64): void {
  const [made] = root.create("sparse", FileKind.regular, 0);
  const file = made!;
  const byte = newArray<u8>(10);
  byte[0] = 7;
  expect(file.truncate(u64(1) << 60) === 0, "a file of an exbibyte", OPERATIONS);
  expect(writePages(file, byte.ptr.addr, 1, (u64(1) << 60) - 1) === 1, "its last byte", OPERATIONS);
  byte[0] = 1;
  expect(
    readPages(file, byte.ptr.addr, 10, u64(1) << 40) === 10 && byte[0] === 0,
    "a hole is zeros",
    OPERATIONS,
  );
  expect(freePageCount() === free - 1 && file.blocks === 8, "it takes one page", OPERATIONS);
  expect(file.truncate(1) === 0 && freePageCount() === free, "which is given back", OPERATIONS);
  file.release();
  expect(root.unlink("sparse") === 0, "removing it", OPERATIONS);
  freeArray<u8>(byte);
}

export function main(): i32 {
  makeMemory(0x100_0000);
  for (let f: u32 = 0; f < FILES; f++) files[f].bytes = newArray<u8>(LONGEST + 1);
  const root = newRamFs(0o755);
  const free = freePageCount();
  directories[0].inode = root;
  for (let step: u32 = 0; step < OPERATIONS; step++) {
    randomStep(step);
    if (step % 1000 === 999) compareAll(step);
  }
  removeAll();
  compareAll(OPERATIONS);
  expect(freePageCount() === free, "every page is given back", OPERATIONS);
  testHoles(root, free);
  return failures === 0 ? 0 : 1;
}
