/**
 * One direction of a connection between two sockets: bytes from its writer to its reader.
 *
 * Each side has a reference, and its Readiness is told of what the other does. A side that closes takes its Readiness
 * out first, so a stream may outlive either socket.
 *
 * Invariant: flags and Readiness references change with interrupts off; the queue under `lock`.
 */
import { disableInterrupts, restoreInterrupts } from "../../arch/x64/cpu.ts";
import { Errno } from "../../lib/errno.ts";
import { userWritable } from "../../mm/user.ts";
import { Mutex } from "../../sync/mutex.ts";
import { ByteQueue } from "../bytequeue.ts";
import { Poll } from "../openfile.ts";
import type { Readiness } from "../readiness.ts";
import { waitInterruptiblyUntil } from "../wait.ts";
import type { Control } from "./control.ts";
import { Parcels } from "./parcels.ts";
import type { Received } from "./received.ts";

/** What Linux gives a socket by default (net.core.wmem_default). */
const STREAM_LIMIT: u64 = 212992;
/** The most that a program may have it raised to. */
const GREATEST_LIMIT: u64 = 2 * STREAM_LIMIT;
/** POLLRDHUP: the other side sends no more. */
export const READ_HANG_UP: u32 = 0x2000;
const ALL_EVENTS: u32 =
  Poll.in | Poll.readNormal | Poll.out | Poll.writeNormal | Poll.error | Poll.hangUp | READ_HANG_UP;

/** One that writes to a stream, and is told of room. */
export class Writer {
  next: Writer | null = null;
  readiness: Readiness | null = null;
}

export class Stream {
  references: u32 = 2;
  private readonly queue: Embed<ByteQueue> = new ByteQueue(GREATEST_LIMIT);
  /** Bytes that may be on the way. */
  limit: u64 = STREAM_LIMIT;
  private readonly lock: Embed<Mutex> = new Mutex();
  private reader: Readiness | null = null;
  private firstWriter: Writer | null = null;
  private readonly parcels: Embed<Parcels> = new Parcels();
  /** SO_PASSCRED of the reader. */
  passCredentials: boolean = false;
  /** Nobody reads any more: writes fail. */
  readClosed: boolean = false;
  /** Nobody writes any more: reads end. */
  writeClosed: boolean = false;
  /** What the reader's next call fails with once the bytes are read: -ECONNRESET, or 0. */
  error: i32 = 0;

  private get room(): u64 {
    return this.limit > this.queue.length ? this.limit - this.queue.length : 0;
  }
  get length(): u64 {
    return this.queue.length;
  }
  get hasData(): boolean {
    return this.queue.length > 0;
  }
  /** True when a quarter of the limit, at most, is taken (Linux unix_writable). */
  get isWritable(): boolean {
    return this.readClosed || this.writeClosed || this.queue.length * 4 <= this.limit;
  }
  /** True when a read would not wait. */
  get isReadable(): boolean {
    return this.hasData || this.writeClosed || this.readClosed;
  }
  setReader(reader: Readiness): void {
    this.reader = reader;
  }
  addWriter(writer: Writer): void {
    const on = disableInterrupts();
    writer.next = this.firstWriter;
    this.firstWriter = writer;
    restoreInterrupts(on);
  }
  private removeWriter(writer: Writer): void {
    const on = disableInterrupts();
    let previous: Writer | null = null;
    for (let w = this.firstWriter; w !== null && w !== writer; w = w.next) previous = w;
    if (previous === null) this.firstWriter = writer.next;
    else previous.next = writer.next;
    writer.next = null;
    restoreInterrupts(on);
  }
  tellReader(events: u32): void {
    const on = disableInterrupts();
    const { reader } = this;
    if (reader !== null) reader.changed(events);
    restoreInterrupts(on);
  }
  tellWriters(events: u32): void {
    const on = disableInterrupts();
    for (let w = this.firstWriter; w !== null; w = w.next) {
      const { readiness } = w;
      if (readiness !== null) readiness.changed(events);
    }
    restoreInterrupts(on);
  }

  /** shutdown(2) of the reading side. */
  closeRead(): void {
    this.readClosed = true;
    this.tellWriters(ALL_EVENTS);
    this.tellReader(ALL_EVENTS);
  }
  /** shutdown(2) of the writing side. */
  closeWrite(): void {
    this.writeClosed = true;
    this.tellReader(ALL_EVENTS);
    this.tellWriters(ALL_EVENTS);
  }
  /** The reader's socket goes. */
  dropReader(): void {
    const on = disableInterrupts();
    this.reader = null;
    restoreInterrupts(on);
    this.closeRead();
    this.dropReference();
  }
  /** The writer's socket goes; `error` is left for the reader. */
  dropWriter(writer: Writer, error: i32): void {
    this.removeWriter(writer);
    this.error = error;
    this.closeWrite();
    this.dropReference();
  }
  /** One of several writers goes: the others write on. */
  leaveWriter(writer: Writer): void {
    this.removeWriter(writer);
    this.dropReference();
  }
  retain(): void {
    this.references++;
  }
  /** Gives up what waits to be read. */
  forget(): void {
    this.parcels.release();
    this.queue.release();
  }
  dropReference(): void {
    const on = disableInterrupts();
    this.references--;
    const last = this.references === 0;
    restoreInterrupts(on);
    if (!last) return;
    this.forget();
    free(this);
  }

  /**
   * Reads what is there, up to `count` bytes; with `peek`, from `offset` on and without taking it. Sleeps in
   * `readiness` until something is; 0 at the end, -EAGAIN when `blocks` is false or the deadline (0: none) passed.
   */
  read(
    readiness: Readiness,
    to: u64,
    count: u64,
    blocks: boolean,
    deadlineNs: u64,
    peek: boolean,
    offset: u64,
    received: Received,
  ): isize {
    while (true) {
      const on = disableInterrupts();
      let error: isize = 0;
      while (error === 0 && !this.isReadable) {
        error = blocks ? waitInterruptiblyUntil(readiness.waiters, deadlineNs) : -Errno.EAGAIN;
      }
      restoreInterrupts(on);
      if (error !== 0) return error === -Errno.ETIMEDOUT ? -Errno.EAGAIN : error;
      if (!userWritable(to, min(count, this.queue.length))) return -Errno.EFAULT;
      this.lock.lock();
      const behind: u64 = peek ? offset : 0;
      const most = this.parcels.limit(count, behind, this.passCredentials);
      const n: u64 = peek ? this.queue.peek(to, most, offset) : this.queue.take(to, most);
      if (n > 0) this.parcels.pass(n, behind, peek, received);
      this.lock.unlock();
      if (n > 0) {
        if (!peek && this.isWritable) this.tellWriters(Poll.out | Poll.writeNormal);
        return isize(n);
      }
      if (this.queue.length > 0) return 0; // a peek past the end
      if (!this.writeClosed && !this.readClosed) continue; // another reader was faster
      const reset = this.error;
      this.error = 0;
      return isize(reset);
    }
  }
  /**
   * Writes all, or what there is room for when `blocks` is false; -EPIPE when nobody reads. `control` goes with the first
   * bytes: it is the stream's unless the result is an error.
   */
  write(
    readiness: Readiness,
    from: u64,
    count: u64,
    blocks: boolean,
    deadlineNs: u64,
    control: Control | null,
  ): isize {
    let done: u64 = 0;
    while (done < count) {
      const on = disableInterrupts();
      let error: isize = 0;
      while (error === 0 && !this.readClosed && !this.writeClosed && this.room === 0) {
        error = blocks ? waitInterruptiblyUntil(readiness.waiters, deadlineNs) : -Errno.EAGAIN;
      }
      if (this.readClosed || this.writeClosed) error = -Errno.EPIPE;
      restoreInterrupts(on);
      if (error !== 0) {
        if (done > 0) return isize(done);
        return error === -Errno.ETIMEDOUT ? -Errno.EAGAIN : error;
      }
      this.lock.lock();
      const waiting = this.queue.length;
      const n = this.queue.put(from + done, min(count - done, this.room));
      if (n > 0 && done === 0 && control !== null) this.parcels.add(control, waiting, n);
      this.lock.unlock();
      done += n;
      if (n > 0) this.tellReader(Poll.in | Poll.readNormal);
    }
    return isize(done);
  }
}
