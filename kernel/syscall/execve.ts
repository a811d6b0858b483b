/** execve(2) and execveat(2): which file, with which arguments; scripts are handed to their interpreter. */
import { Errno } from "../lib/errno.ts";
import { GrowingWriter } from "../lib/growingwriter.ts";
import { heapAlloc, heapFree } from "../mm/heap.ts";
import { STACK_LIMIT } from "../mm/layout.ts";
import { userReadable, userString } from "../mm/user.ts";
import { execProgram } from "../process/exec.ts";
import { StartStrings } from "../process/startstrings.ts";
import type { Inode } from "../vfs/inode.ts";
import { openInode, Walk, writePath } from "../vfs/path.ts";
import { readPages } from "../vfs/regularfile.ts";
import { syscallFrame } from "./frame.ts";
import { Sys } from "./numbers.ts";
import { AT_EMPTY_PATH, AT_FDCWD, AT_SYMLINK_NOFOLLOW, readPath, walkOrDescriptor } from "./paths.ts";
import { REPLACED } from "./results.ts";
import { handle } from "./table.ts";

/** Linux's MAX_ARG_STRLEN, and all together: a quarter of the stack. */
const LONGEST_STRING: u64 = 131072;
const MOST_BYTES: u64 = STACK_LIMIT / 4;
/** Bytes of a file that tell what it is (BINPRM_BUF_SIZE), and how often a script's interpreter may be a script. */
const HEAD_BYTES: u64 = 256;
const MOST_SCRIPTS: u32 = 4;

/** Strings in the kernel's memory, each ended by a NUL. */
class StringBlock {
  readonly text: Embed<GrowingWriter> = new GrowingWriter();
  count: u64 = 0;

  add(s: string): void {
    this.text.string(s);
    this.text.byte(0);
    this.count++;
  }
  /** Copies the strings of a list of pointers that a null pointer ends: EFAULT, E2BIG. */
  read(list: u64, room: u64): i32 {
    if (list === 0) return 0;
    for (let at = list; ; at += 8) {
      if (!userReadable(at, 8)) return -Errno.EFAULT;
      const pointer = loadUnaligned<u64>(at);
      if (pointer === 0) return 0;
      const [s, error] = userString(pointer, LONGEST_STRING);
      if (error === -Errno.ENAMETOOLONG) return -Errno.E2BIG;
      if (error !== 0) return error;
      if (this.text.length + s.length + (this.count + 1) * 8 > room) return -Errno.E2BIG;
      this.add(s);
    }
  }
  /** Moves the strings to their place. */
  moveTo(start: StartStrings, list: Slice<string>): void {
    const all = this.text.contents();
    let from: u64 = 0;
    let index: u64 = 0;
    for (let i: u64 = 0; i < all.length && index < list.length; i++) {
      if (all.byteAt(i) !== 0) continue;
      list[index++] = start.keep(all.substring(from, i));
      from = i + 1;
    }
  }
  /** All but the first string. */
  rest(): string {
    const all = this.text.contents();
    let end: u64 = 0;
    while (end < all.length && all.byteAt(end) !== 0) end++;
    return end < all.length ? all.substring(end + 1, all.length) : "";
  }
}

/** What is to be run, while it is being found out. */
class Request {
  readonly args: Embed<StringBlock> = new StringBlock();
  readonly env: Embed<StringBlock> = new StringBlock();
  /** The name to load it by; of a script, its interpreter's. */
  readonly file: Embed<GrowingWriter> = new GrowingWriter();
  /** The name that the caller gave: its memory may be gone when the program begins. */
  readonly name: Embed<GrowingWriter> = new GrowingWriter();
  /** Where that is. */
  readonly path: Embed<GrowingWriter> = new GrowingWriter();

  scope(): Request {
    return this;
  }
  [Symbol.dispose](): void {
    this.args.text.release();
    this.env.text.release();
    this.file.release();
    this.name.release();
    this.path.release();
  }
}

function setText(to: GrowingWriter, text: string): void {
  to.release();
  to.string(text);
}

/** 0 for a file that may be executed. */
function mayExecute(inode: Inode): i32 {
  return inode.isRegular && (inode.mode & 0o111) !== 0 ? 0 : -Errno.EACCES;
}

/** Looks at the first bytes of the file: a program is ready; a script's interpreter takes its place. True: look again. */
function resolve(request: Request, inode: Inode): [boolean, i32] {
  const memory = heapAlloc(HEAD_BYTES, 16);
  if (memory === 0) return [false, -Errno.ENOMEM];
  const got = readPages(inode, memory, HEAD_BYTES, 0);
  let again = false;
  let error: i32 = -Errno.ENOEXEC;
  if (got < 0) error = i32(got);
  else {
    const head = stringAt(ptr<u8>(memory), u64(got));
    if (head.length >= 4 && head.substring(0, 4) === "\x7fELF") error = 0;
    else if (head.length > 2 && head.substring(0, 2) === "#!") {
      [again, error] = useInterpreter(request, head);
    }
  }
  heapFree(memory);
  return [again, error];
}

function isBlank(byte: u8): boolean {
  return byte === 0x20 || byte === 0x09;
}
/** "#! interpreter [one argument]": becomes interpreter, argument, script, and the script's arguments. */
function useInterpreter(request: Request, head: string): [boolean, i32] {
  let end: u64 = 2;
  while (end < head.length && head.byteAt(end) !== 0x0a) end++;
  if (end === head.length && head.length === HEAD_BYTES) return [false, -Errno.ENOEXEC];
  let at: u64 = 2;
  while (at < end && isBlank(head.byteAt(at))) at++;
  while (end > at && isBlank(head.byteAt(end - 1))) end--;
  let stop = at;
  while (stop < end && !isBlank(head.byteAt(stop))) stop++;
  if (stop === at) return [false, -Errno.ENOEXEC];
  const interpreter = head.substring(at, stop);
  while (stop < end && isBlank(head.byteAt(stop))) stop++;
  const all: Embed<GrowingWriter> = new GrowingWriter();
  const old = request.args.count;
  all.string(request.args.rest());
  request.args.text.release();
  request.args.count = 0;
  request.args.add(interpreter);
  if (stop < end) request.args.add(head.substring(stop, end));
  request.args.add(request.file.contents());
  request.args.text.string(all.contents());
  if (old > 1) request.args.count += old - 1;
  all.release();
  setText(request.file, interpreter);
  return [true, 0];
}

function findProgram(request: Request, first: Inode): i32 {
  let inode: Inode = first;
  inode.retain();
  let error: i32 = 0;
  let again = true;
  for (let depth: u32 = 0; again; depth++) {
    if (depth > MOST_SCRIPTS) error = -Errno.ELOOP;
    if (error === 0) [again, error] = resolve(request, inode);
    if (error !== 0 || !again) break;
    inode.release();
    const [next, openError] = openInode(request.file.contents());
    if (next === null) return openError;
    inode = next;
    error = mayExecute(inode);
  }
  request.path.release();
  writePath(inode, request.path);
  inode.release();
  return error;
}

function startOfRequest(request: Request): StartStrings | null {
  const start = new StartStrings();
  const bytes = request.args.text.length + request.env.text.length + request.path.length;
  if (!start.reserve(bytes, request.args.count, request.env.count)) {
    start.release();
    return null;
  }
  start.path = start.keep(request.path.contents());
  request.args.moveTo(start, start.args);
  request.env.moveTo(start, start.env);
  return start;
}

/** EFAULT, ENOENT, EACCES, ENOEXEC, E2BIG, ELOOP, ENOMEM as execve(2) says, in Linux's order. */
export function sysExecveat(fd: i32, path: u64, argv: u64, envp: u64, flags: u32): isize {
  if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)) !== 0) return -Errno.EINVAL;
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  let error = walkOrDescriptor(walk, fd, path, flags);
  if (error !== 0) return isize(error);
  const inode = walk.inode!;
  if (inode.isSymlink) return -Errno.ELOOP;
  error = mayExecute(inode);
  if (error !== 0) return isize(error);
  const request: Embed<Request> = new Request();
  using _request = request.scope();
  error = request.args.read(argv, MOST_BYTES);
  if (error === 0) error = request.env.read(envp, MOST_BYTES - request.args.text.length);
  if (error !== 0) return isize(error);
  if (request.args.count === 0) request.args.add("");
  const [name] = readPath(path);
  if (fd === AT_FDCWD || (name.length > 0 && name.byteAt(0) === 0x2f)) setText(request.file, name);
  else if (name.length === 0) request.file.text(`/dev/fd/${fd}`);
  else request.file.text(`/dev/fd/${fd}/${name}`);
  error = findProgram(request, inode);
  if (error !== 0) return isize(error);
  const start = startOfRequest(request);
  if (start === null) return -Errno.ENOMEM;
  const { file, name: comm } = request;
  setText(comm, name.length > 0 ? name : start.path);
  error = execProgram(file.contents(), comm.contents(), start, syscallFrame());
  if (error === 0) return REPLACED;
  start.release();
  return isize(error);
}

export function registerExecCalls(): void {
  handle(Sys.execve, (path, argv, envp) => sysExecveat(AT_FDCWD, path, argv, envp, 0));
  handle(Sys.execveat, (fd, path, argv, envp, flags) => sysExecveat(i32(fd), path, argv, envp, u32(flags)));
}
