/** Pipes: a ring of 64 KiB between two open files (pipe(7)). */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { OpenFile, OpenFlag, Poll } from "./openfile.ts";
import { notifyReadiness, readinessChanges, waitInterruptibly } from "./wait.ts";

export const PIPE_SIZE: u64 = 65536;
/** Writes of up to this size are not mixed with others (PIPE_BUF). */
const ATOMIC_SIZE: u64 = 4096;

let onBrokenPipe: FnPtr<() => void> | null = null;
/** Called when somebody writes to a pipe without readers: raises SIGPIPE. */
export function setBrokenPipeHook(hook: FnPtr<() => void>): void {
  onBrokenPipe = hook;
}

class Pipe {
  buffer!: Slice<u8>;
  start: u64 = 0;
  length: u64 = 0;
  readers: u32 = 1;
  writers: u32 = 1;
  readonly canRead: Embed<WaitQueue> = new WaitQueue();
  readonly canWrite: Embed<WaitQueue> = new WaitQueue();

  take(to: u64, count: u64): u64 {
    const n = min(count, this.length);
    const first = min(n, PIPE_SIZE - this.start);
    copyBytes(to, addressOf(this.buffer.ptr) + this.start, first);
    copyBytes(to + first, addressOf(this.buffer.ptr), n - first);
    this.start = (this.start + n) % PIPE_SIZE;
    this.length -= n;
    return n;
  }
  put(from: u64, count: u64): u64 {
    const n = min(count, PIPE_SIZE - this.length);
    const at = (this.start + this.length) % PIPE_SIZE;
    const first = min(n, PIPE_SIZE - at);
    copyBytes(addressOf(this.buffer.ptr) + at, from, first);
    copyBytes(addressOf(this.buffer.ptr), from + first, n - first);
    this.length += n;
    return n;
  }
  closeEnd(): void {
    this.canRead.wakeAll();
    this.canWrite.wakeAll();
    notifyReadiness();
    if (this.readers !== 0 || this.writers !== 0) return;
    freeArray<u8>(this.buffer);
    free(this);
  }
}

class ReadEnd extends OpenFile {
  pipe!: Pipe;

  override read(buffer: u64, count: u64): isize {
    const { pipe } = this;
    if (count === 0) return 0;
    const on = disableInterrupts();
    while (pipe.length === 0 && pipe.writers > 0) {
      const error: isize = this.isNonBlocking ? -Errno.EAGAIN : waitInterruptibly(pipe.canRead);
      if (error !== 0) {
        restoreInterrupts(on);
        return error;
      }
    }
    restoreInterrupts(on);
    const n = pipe.take(buffer, count);
    if (n > 0) {
      pipe.canWrite.wakeAll();
      notifyReadiness();
    }
    return isize(n);
  }
  override readiness(): u32 {
    let events: u32 = 0;
    if (this.pipe.length > 0) events |= Poll.in | Poll.readNormal;
    if (this.pipe.writers === 0) events |= Poll.hangUp;
    return events;
  }
  override readinessQueue(): WaitQueue | null {
    return readinessChanges();
  }
  override ioctl(request: u32, argument: u64): isize {
    if (request !== 0x541b) return -Errno.ENOTTY; // FIONREAD
    ptr<u32>(argument)[0] = u32(this.pipe.length);
    return 0;
  }
  override onClose(): void {
    this.pipe.readers--;
    this.pipe.closeEnd();
  }
}

class WriteEnd extends OpenFile {
  pipe!: Pipe;

  override write(buffer: u64, count: u64): isize {
    const { pipe } = this;
    let done: u64 = 0;
    while (done < count) {
      const need: u64 = count <= ATOMIC_SIZE ? count : 1;
      const on = disableInterrupts();
      let error: isize = 0;
      while (error === 0 && pipe.readers > 0 && PIPE_SIZE - pipe.length < need) {
        error = this.isNonBlocking ? -Errno.EAGAIN : waitInterruptibly(pipe.canWrite);
      }
      restoreInterrupts(on);
      if (pipe.readers === 0) {
        const hook = onBrokenPipe;
        if (hook !== null) hook();
        return -Errno.EPIPE;
      }
      if (error !== 0) return done > 0 ? isize(done) : error;
      done += pipe.put(buffer + done, count - done);
      pipe.canRead.wakeAll();
      notifyReadiness();
    }
    return isize(done);
  }
  override readiness(): u32 {
    if (this.pipe.readers === 0) return Poll.out | Poll.error;
    return PIPE_SIZE - this.pipe.length >= ATOMIC_SIZE ? Poll.out | Poll.writeNormal : 0;
  }
  override readinessQueue(): WaitQueue | null {
    return readinessChanges();
  }
  override onClose(): void {
    this.pipe.writers--;
    this.pipe.closeEnd();
  }
}

/** [read end, write end], a reference each. */
export function newPipe(flags: u32): [OpenFile, OpenFile] {
  const pipe = new Pipe();
  pipe.buffer = newArray<u8>(PIPE_SIZE);
  const reader = new ReadEnd();
  reader.pipe = pipe;
  reader.flags = flags & OpenFlag.nonBlocking;
  const writer = new WriteEnd();
  writer.pipe = pipe;
  writer.flags = (flags & OpenFlag.nonBlocking) | OpenFlag.writeOnly;
  return [reader, writer];
}
