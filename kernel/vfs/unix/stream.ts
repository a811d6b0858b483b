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

/** What Linux gives a socket by default (net.core.wmem_default). */
const STREAM_LIMIT: u64 = 212992;
/** The most that a program may have it raised to. */
const GREATEST_LIMIT: u64 = 2 * STREAM_LIMIT;
/** POLLRDHUP: the other side sends no more. */
export const READ_HANG_UP: u32 = 0x2000;
const ALL_EVENTS: u32 =
  Poll.in | Poll.readNormal | Poll.out | Poll.writeNormal | Poll.error | Poll.hangUp | READ_HANG_UP;

export class Stream {
  private references: u32 = 2;
  private readonly queue: Embed<ByteQueue> = new ByteQueue(GREATEST_LIMIT);
  /** Bytes that may be on the way. */
  limit: u64 = STREAM_LIMIT;
  private readonly lock: Embed<Mutex> = new Mutex();
  private reader: Readiness | null = null;
  private writer: Readiness | null = null;
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
  /** True when a quarter of the limit, at most, is taken (Linux unix_writable). */
  get isWritable(): boolean {
    return this.readClosed || this.writeClosed || this.queue.length * 4 <= this.limit;
  }
  /** True when a read would not wait. */
  get isReadable(): boolean {
    return this.queue.length > 0 || this.writeClosed || this.readClosed;
  }
  setReader(reader: Readiness): void {
    this.reader = reader;
  }
  setWriter(writer: Readiness): void {
    this.writer = writer;
  }
  private tellReader(events: u32): void {
    const on = disableInterrupts();
    const { reader } = this;
    if (reader !== null) reader.changed(events);
    restoreInterrupts(on);
  }
  private tellWriter(events: u32): void {
    const on = disableInterrupts();
    const { writer } = this;
    if (writer !== null) writer.changed(events);
    restoreInterrupts(on);
  }

  /** shutdown(2) of the reading side. */
  closeRead(): void {
    this.readClosed = true;
    this.tellWriter(ALL_EVENTS);
    this.tellReader(ALL_EVENTS);
  }
  /** shutdown(2) of the writing side. */
  closeWrite(): void {
    this.writeClosed = true;
    this.tellReader(ALL_EVENTS);
    this.tellWriter(ALL_EVENTS);
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
  dropWriter(error: i32): void {
    const on = disableInterrupts();
    this.writer = null;
    this.error = error;
    restoreInterrupts(on);
    this.closeWrite();
    this.dropReference();
  }
  private dropReference(): void {
    const on = disableInterrupts();
    this.references--;
    const last = this.references === 0;
    restoreInterrupts(on);
    if (!last) return;
    this.queue.release();
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
      const n: u64 = peek ? this.queue.peek(to, count, offset) : this.queue.take(to, count);
      this.lock.unlock();
      if (n > 0) {
        if (!peek && this.isWritable) this.tellWriter(Poll.out | Poll.writeNormal);
        return isize(n);
      }
      if (this.queue.length > 0) return 0; // a peek past the end
      if (!this.writeClosed && !this.readClosed) continue; // another reader was faster
      const reset = this.error;
      this.error = 0;
      return isize(reset);
    }
  }
  /** Writes all, or what there is room for when `blocks` is false; -EPIPE when nobody reads. */
  write(readiness: Readiness, from: u64, count: u64, blocks: boolean, deadlineNs: u64): isize {
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
      const n = this.queue.put(from + done, min(count - done, this.room));
      this.lock.unlock();
      done += n;
      if (n > 0) this.tellReader(Poll.in | Poll.readNormal);
    }
    return isize(done);
  }
}
