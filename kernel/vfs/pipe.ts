/**
 * Pipes and named pipes (pipe(7), fifo(7)): a ring of 64 KiB in an inode, open files at its ends.
 *
 * The ring exists while an end is open. Readers and writers each have a mutex for the copy, which may sleep in a page
 * fault; nobody sleeps for data or room while holding one.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { userWritable } from "../mm/user.ts";
import { Mutex } from "../sync/mutex.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { FileKind, Inode, newFilesystemNumber } from "./inode.ts";
import { OpenFile, OpenFlag, Poll } from "./openfile.ts";
import { Readiness } from "./readiness.ts";
import { waitInterruptibly } from "./wait.ts";

export const PIPE_SIZE: u64 = 65536;
/** Writes of up to this size are not mixed with others (PIPE_BUF). */
const ATOMIC_SIZE: u64 = 4096;
const FIONREAD: u32 = 0x541b;
const ALL_EVENTS: u32 = Poll.in | Poll.readNormal | Poll.out | Poll.writeNormal | Poll.error | Poll.hangUp;

let onBrokenPipe: FnPtr<() => void> | null = null;
/** Called when somebody writes to a pipe without readers: raises SIGPIPE. */
export function setBrokenPipeHook(hook: FnPtr<() => void>): void {
  onBrokenPipe = hook;
}

/** SIGPIPE for the running thread. */
export function raiseBrokenPipe(): void {
  const hook = onBrokenPipe;
  if (hook !== null) hook();
}

class PipeInode extends Inode {
  private buffer: Slice<u8> | null = null;
  private start: u64 = 0;
  length: u64 = 0;
  readers: u32 = 0;
  writers: u32 = 0;
  /** How often an end was opened: tells who waits for a partner that one came, though it may have gone again. */
  readersEver: u64 = 0;
  writersEver: u64 = 0;
  /** Waiting for data, room, or a partner. */
  readonly canRead: Embed<WaitQueue> = new WaitQueue();
  readonly canWrite: Embed<WaitQueue> = new WaitQueue();
  readonly readiness: Embed<Readiness> = new Readiness();
  readonly readLock: Embed<Mutex> = new Mutex();
  readonly writeLock: Embed<Mutex> = new Mutex();

  get room(): u64 {
    return PIPE_SIZE - this.length;
  }
  /** The caller holds `readLock`. */
  take(to: u64, count: u64): u64 {
    const buffer = this.buffer;
    if (buffer === null) return 0;
    const n = min(count, this.length);
    const first = min(n, PIPE_SIZE - this.start);
    copyBytes(to, addressOf(buffer.ptr) + this.start, first);
    copyBytes(to + first, addressOf(buffer.ptr), n - first);
    this.start = (this.start + n) % PIPE_SIZE;
    this.length -= n;
    return n;
  }
  /** The caller holds `writeLock`. */
  put(from: u64, count: u64): u64 {
    const buffer = this.buffer;
    if (buffer === null) return 0;
    const n = min(count, this.room);
    const at = (this.start + this.length) % PIPE_SIZE;
    const first = min(n, PIPE_SIZE - at);
    copyBytes(addressOf(buffer.ptr) + at, from, first);
    copyBytes(addressOf(buffer.ptr), from + first, n - first);
    this.length += n;
    return n;
  }

  open(reads: boolean, writes: boolean): void {
    if (this.buffer === null) this.buffer = newArray<u8>(PIPE_SIZE);
    if (reads) {
      this.readers++;
      this.readersEver++;
    }
    if (writes) {
      this.writers++;
      this.writersEver++;
    }
    this.wakeAll();
  }
  close(reads: boolean, writes: boolean): void {
    if (reads) this.readers--;
    if (writes) this.writers--;
    this.wakeAll();
    const buffer = this.buffer;
    if (buffer === null || this.readers !== 0 || this.writers !== 0) return;
    freeArray<u8>(buffer);
    this.buffer = null;
    this.start = 0;
    this.length = 0;
  }
  private wakeAll(): void {
    this.canRead.wakeAll();
    this.canWrite.wakeAll();
    this.readiness.changed(ALL_EVENTS);
  }

  /** Opening one end waits for the other, as fifo(7) has it. */
  override openFile(flags: u32): [OpenFile | null, i32] {
    const access = flags & OpenFlag.accessMask;
    const reads = access !== OpenFlag.writeOnly;
    const writes = access !== OpenFlag.readOnly;
    const blocks = (flags & OpenFlag.nonBlocking) === 0;
    if (!blocks && !reads && this.readers === 0) return [null, -Errno.ENXIO];
    this.open(reads, writes);
    if (blocks && reads !== writes) {
      const error = this.waitForPartner(reads);
      if (error !== 0) {
        this.close(reads, writes);
        return [null, error];
      }
    }
    return [new PipeFile(), 0];
  }
  private waitForPartner(reads: boolean): i32 {
    const seen = reads ? this.writersEver : this.readersEver;
    const on = disableInterrupts();
    let error: isize = 0;
    while (
      error === 0 &&
      (reads
        ? this.writers === 0 && this.writersEver === seen
        : this.readers === 0 && this.readersEver === seen)
    ) {
      error = waitInterruptibly(reads ? this.canRead : this.canWrite);
    }
    restoreInterrupts(on);
    return i32(error);
  }
  override onUnreferenced(): void {
    if (!this.unlinked) return;
    this.leavePlace();
    free(this);
  }
}

/** An end of a pipe, or both (a named pipe opened with O_RDWR). */
class PipeFile extends OpenFile {
  private get pipe(): PipeInode {
    return ref<PipeInode>(addressOf(this.inode!));
  }

  override read(buffer: u64, count: u64): isize {
    const { pipe } = this;
    if (count === 0) return 0;
    while (true) {
      const on = disableInterrupts();
      let error: isize = 0;
      while (error === 0 && pipe.length === 0 && pipe.writers > 0) {
        error = this.isNonBlocking ? -Errno.EAGAIN : waitInterruptibly(pipe.canRead);
      }
      restoreInterrupts(on);
      if (error !== 0) return error;
      pipe.readLock.lock();
      const wasFull = pipe.room < ATOMIC_SIZE;
      const n = pipe.take(buffer, count);
      pipe.readLock.unlock();
      if (n === 0 && pipe.writers > 0) continue; // another reader was faster
      if (n > 0) {
        pipe.canWrite.wakeAll();
        if (wasFull) pipe.readiness.changed(Poll.out | Poll.writeNormal);
      }
      return isize(n);
    }
  }
  override write(buffer: u64, count: u64): isize {
    const { pipe } = this;
    const need: u64 = count <= ATOMIC_SIZE ? count : 1;
    let done: u64 = 0;
    while (done < count) {
      const on = disableInterrupts();
      let error: isize = 0;
      while (error === 0 && pipe.readers > 0 && pipe.room < need) {
        error = this.isNonBlocking ? -Errno.EAGAIN : waitInterruptibly(pipe.canWrite);
      }
      restoreInterrupts(on);
      if (pipe.readers === 0) {
        raiseBrokenPipe();
        return done > 0 ? isize(done) : -Errno.EPIPE;
      }
      if (error !== 0) return done > 0 ? isize(done) : error;
      pipe.writeLock.lock();
      if (pipe.room >= need) done += pipe.put(buffer + done, count - done);
      pipe.writeLock.unlock();
      pipe.canRead.wakeAll();
      pipe.readiness.changed(Poll.in | Poll.readNormal);
    }
    return isize(done);
  }
  override readiness(): u32 {
    const { pipe } = this;
    let events: u32 = 0;
    if (this.mayRead) {
      if (pipe.length > 0) events |= Poll.in | Poll.readNormal;
      if (pipe.writers === 0) events |= Poll.hangUp;
    }
    if (this.mayWrite) {
      if (pipe.readers === 0) events |= Poll.out | Poll.error;
      else if (pipe.room >= ATOMIC_SIZE) events |= Poll.out | Poll.writeNormal;
    }
    return events;
  }
  override readinessSource(): Readiness | null {
    return this.pipe.readiness;
  }
  override ioctl(request: u32, argument: u64): isize {
    if (request !== FIONREAD) return -Errno.ENOTTY;
    if (!userWritable(argument, 4)) return -Errno.EFAULT;
    ptr<u32>(argument)[0] = u32(this.pipe.length);
    return 0;
  }
  override onClose(): void {
    this.pipe.close(this.mayRead, this.mayWrite);
  }
}

let pipeFilesystem: u64 = 0;
let nextPipe: u64 = 1;

function newEnd(pipe: PipeInode, flags: u32): OpenFile {
  const file = new PipeFile();
  pipe.retain();
  file.inode = pipe;
  file.flags = flags;
  return file;
}
/** pipe(2): [read end, write end], a reference each. */
export function newPipe(flags: u32): [OpenFile, OpenFile] {
  if (pipeFilesystem === 0) pipeFilesystem = newFilesystemNumber();
  const pipe = new PipeInode();
  pipe.filesystem = pipeFilesystem;
  pipe.number = nextPipe++;
  pipe.mode = FileKind.fifo | 0o600;
  pipe.unlinked = true;
  pipe.open(true, true);
  const kept = flags & OpenFlag.nonBlocking;
  return [newEnd(pipe, kept | OpenFlag.readOnly), newEnd(pipe, kept | OpenFlag.writeOnly)];
}
/** A pipe that a filesystem gives a name to; it sets the inode's other fields. */
export function newNamedPipe(): Inode {
  return new PipeInode();
}
