/**
 * /proc/self/task: a directory for each thread of the program (proc_pid_task(5)). comm, stat and status in it are the
 * thread's; what else stands there is the process's.
 */

import { GeneratedFile } from "../fs/generated.ts";
import { Errno } from "../lib/errno.ts";
import { GrowingWriter } from "../lib/growingwriter.ts";
import { findThread, firstThread, type Thread } from "../sched/thread.ts";
import { type DirectoryEntry, FileKind, Inode } from "../vfs/inode.ts";
import type { OpenFile } from "../vfs/openfile.ts";
import { askedProcess } from "./process.ts";
import { programOf } from "./programthread.ts";
import { writeThreadStat, writeThreadStatus } from "./threadstatus.ts";

/** The living thread of the process with the lowest id from `id` on. */
function threadFrom(id: u64): Thread | null {
  const process = askedProcess();
  let lowest: Thread | null = null;
  for (let t = firstThread(); t !== null; t = t.nextOfAll) {
    if (programOf(t)?.process !== process || u64(t.id) < id) continue;
    if (lowest === null || t.id < lowest.id) lowest = t;
  }
  return lowest;
}

class ThreadDirectory extends Inode {
  tid: i32 = 0;
  /** The directory of the process, with a reference. */
  process: Inode | null = null;

  constructor() {
    super();
    this.mode = FileKind.directory | 0o555;
    this.links = 2;
  }
  /** @depth 2 the process's directory is of another kind */
  override lookup(name: string): [Inode | null, i32] {
    if (findThread(this.tid) === null) return [null, -Errno.ENOENT];
    const [found, error] = this.process!.lookup(name);
    if (found === null || !ThreadFile.isOne(name)) return [found, error];
    const file = new ThreadFile();
    file.tid = this.tid;
    file.part = name.byteAt(name.length - 1);
    file.mode = found.mode;
    file.filesystem = this.filesystem;
    file.number = this.number * 1000 + found.number;
    file.references = 1;
    found.release();
    return [file, 0];
  }
  /** @depth 2 the process's directory is of another kind */
  override entryAt(position: u64, entry: DirectoryEntry): boolean {
    return this.process!.entryAt(position, entry);
  }
  override onUnreferenced(): void {
    this.process!.release();
    free(this);
  }
}

/** comm of a process: its first thread's. */
export class ProcessComm extends Inode {
  constructor() {
    super();
    this.mode = FileKind.regular | 0o644;
  }
  override openFile(_flags: u32): [OpenFile | null, i32] {
    const thread = findThread(askedProcess().pid);
    if (thread === null) return [null, -Errno.ENOENT];
    return [newCommFile(thread), 0];
  }
  override truncate(_size: u64): i32 {
    return 0;
  }
}
function newCommFile(thread: Thread): CommFile {
  const comm = new CommFile();
  comm.tid = thread.id;
  comm.text.text(`${thread.name}\n`);
  return comm;
}

class ThreadFile extends Inode {
  tid: i32 = 0;
  /** The last byte of its name, which tells the three apart. */
  part: u8 = 0;

  static isOne(name: string): boolean {
    return name === "comm" || name === "stat" || name === "status";
  }
  override openFile(flags: u32): [OpenFile | null, i32] {
    if ((flags & 3) !== 0 && (this.mode & 0o200) === 0) return [null, -Errno.EACCES];
    const thread = findThread(this.tid);
    if (thread === null || thread.program === 0) return [null, -Errno.ENOENT];
    if (this.part === COMM_END) return [newCommFile(thread), 0];
    const file = new GeneratedFile();
    if (this.part === STAT_END) writeThreadStat(file.text, thread, false);
    else writeThreadStatus(file.text, thread);
    return [file, 0];
  }
  override truncate(_size: u64): i32 {
    return 0;
  }
  override onUnreferenced(): void {
    free(this);
  }
}
const COMM_END: u8 = 0x6d;
const STAT_END: u8 = 0x74;

/** comm: what is written becomes the thread's name (proc_pid_comm(5)). */
class CommFile extends GeneratedFile {
  tid: i32 = 0;

  override write(buffer: u64, count: u64): isize {
    const thread = findThread(this.tid);
    if (thread === null) return -Errno.ESRCH;
    programOf(thread)?.setName(stringAt(ptr<u8>(buffer), count));
    return isize(count);
  }
}

export class TaskDirectory extends Inode {
  private readonly digits: Embed<GrowingWriter> = new GrowingWriter();

  constructor() {
    super();
    this.mode = FileKind.directory | 0o555;
    this.links = 2;
  }
  override lookup(name: string): [Inode | null, i32] {
    let id: u64 = 0;
    for (const byte of name) {
      if (byte < 0x30 || byte > 0x39 || id > 10000000) return [null, -Errno.ENOENT];
      id = id * 10 + u64(byte - 0x30);
    }
    const thread = threadFrom(id);
    const process = this.parent;
    if (thread === null || u64(thread.id) !== id || process === null) return [null, -Errno.ENOENT];
    const directory = new ThreadDirectory();
    directory.tid = thread.id;
    directory.process = process;
    process.retain();
    directory.filesystem = this.filesystem;
    directory.number = this.number * 1000 + id;
    directory.references = 1;
    return [directory, 0];
  }
  override entryAt(position: u64, entry: DirectoryEntry): boolean {
    const thread = threadFrom(position);
    if (thread === null) return false;
    this.digits.release();
    this.digits.text(`${thread.id}`);
    entry.setName(this.digits.contents());
    entry.number = this.number * 1000 + u64(thread.id);
    entry.kind = FileKind.directory;
    entry.next = u64(thread.id) + 1;
    return true;
  }
}
