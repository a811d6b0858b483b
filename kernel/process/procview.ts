/**
 * /proc/PID of every process. The files are made once, under /proc/1, and say something of the caller's own process; a
 * view of them has them asked about another one.
 */
import { ExtraNames } from "../fs/ramfs/ramfs.ts";
import { Errno } from "../lib/errno.ts";
import { GrowingWriter } from "../lib/growingwriter.ts";
import { copyString } from "../lib/strings.ts";
import { type DirectoryEntry, FileKind, Inode } from "../vfs/inode.ts";
import type { OpenFile } from "../vfs/openfile.ts";
import { currentProcess, firstProcess, type Process } from "./process.ts";
import { findProcess } from "./processes.ts";
import { currentProgram } from "./programthread.ts";

/** Entries of processes come behind those of files: their position is this plus the number. */
const PROCESSES: u64 = 0x1_0000_0000;

class ProcessView extends Inode {
  pid: i32 = 0;
  /** What it shows, with a reference. */
  inner!: Inode;

  /** Has the files be asked about this process. False when it is gone. */
  private begin(): boolean {
    const process = livingProcess(this.pid);
    currentProgram().asksAbout = process;
    return process !== null;
  }
  private end(): void {
    currentProgram().asksAbout = null;
  }

  /** @depth 2 what it looks into is of another kind */
  override lookup(name: string): [Inode | null, i32] {
    if (!this.begin()) return [null, -Errno.ENOENT];
    const [found, error] = this.inner.lookup(name);
    this.end();
    if (found === null) return [null, error];
    const view = newView(this.pid, found);
    view.filesystem = this.filesystem;
    view.place(this, copyString(name));
    view.ownsName = true;
    return [view, 0];
  }
  override entryAt(position: u64, entry: DirectoryEntry): boolean {
    if (!this.begin()) return false;
    const found = this.inner.entryAt(position, entry);
    this.end();
    return found;
  }
  override readLink(): [string, i32] {
    if (!this.begin()) return ["", -Errno.ENOENT];
    const [target, error] = this.inner.readLink();
    this.end();
    return [target, error];
  }
  override linkedInode(): [Inode | null, i32] {
    if (!this.begin()) return [null, -Errno.ENOENT];
    const [inode, error] = this.inner.linkedInode();
    this.end();
    return [inode, error];
  }
  override openFile(flags: u32): [OpenFile | null, i32] {
    if (!this.begin()) return [null, -Errno.ENOENT];
    const [file, error] = this.inner.openFile(flags);
    this.end();
    return [file, error];
  }
  override truncate(size: u64): i32 {
    return this.inner.truncate(size);
  }
  override onUnreferenced(): void {
    this.inner.release();
    this.leavePlace();
    free(this);
  }
}

/** A view of a file, whose reference it takes over. */
function newView(pid: i32, inner: Inode): ProcessView {
  const view = new ProcessView();
  view.pid = pid;
  view.inner = inner;
  view.mode = inner.mode;
  view.links = inner.links;
  view.number = inner.number * 100000 + u64(u32(pid));
  view.filesystem = inner.filesystem;
  view.accessNs = inner.accessNs;
  view.modifyNs = inner.modifyNs;
  view.changeNs = inner.changeNs;
  view.references = 1;
  return view;
}

function livingProcess(pid: i32): Process | null {
  const process = findProcess(pid);
  return process === null || process.hasEnded ? null : process;
}

class Processes extends ExtraNames {
  /** /proc itself, and in it the directory of the first process. */
  top!: Inode;
  model!: Inode;
  private readonly digits: Embed<GrowingWriter> = new GrowingWriter();

  /** The first process finds its own files as they are. */
  override lookup(name: string): Inode | null {
    let pid: u64 = 0;
    for (const byte of name) {
      if (byte < 0x30 || byte > 0x39 || pid > 10000000) return null;
      pid = pid * 10 + u64(byte - 0x30);
    }
    const process = livingProcess(i32(pid));
    if (process === null || (process === firstProcess && currentProcess() === firstProcess)) return null;
    this.model.retain();
    const view = newView(process.pid, this.model);
    view.place(this.top, copyString(name));
    view.ownsName = true;
    return view;
  }
  override entryAt(position: u64, entry: DirectoryEntry): boolean {
    const from: u64 = position > PROCESSES ? position - PROCESSES : 0;
    let next: Process | null = null;
    for (let p: Process | null = firstProcess; p !== null; p = p.nextOfAll) {
      if (p === firstProcess || p.hasEnded || u64(u32(p.pid)) < from) continue;
      if (next === null || p.pid < next.pid) next = p;
    }
    if (next === null) return false;
    this.digits.release();
    this.digits.text(`${next.pid}`);
    entry.setName(this.digits.contents());
    entry.number = this.model.number * 100000 + u64(u32(next.pid));
    entry.kind = FileKind.directory;
    entry.next = PROCESSES + u64(u32(next.pid)) + 1;
    return true;
  }
}

/** The names of further processes in /proc: `model` is the directory of the first. */
export function processNames(top: Inode, model: Inode): ExtraNames {
  const names = new Processes();
  names.top = top;
  names.model = model;
  return names;
}
