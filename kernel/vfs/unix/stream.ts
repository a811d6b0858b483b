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
import { userDeliver, userWritable } from "../../mm/user.ts";
import { Mutex } from "../../sync/mutex.ts";
import { ByteQueue } from "../bytequeue.ts";
import { Poll } from "../openfile.ts";
import type { Readiness } from "../readiness.ts";
import { waitInterruptiblyUntil } from "../wait.ts";
import type { Control } from "./control.ts";
import { Parcels } from "./parcels.ts";
import type { Received } from "./received.ts";
import { Urgent } from "./urgent.ts";

/** What Linux gives a socket by default (net.core.wmem_default). */
const STREAM_LIMIT: u64 = 212992;
/** The most that a program may have it raised to. */
const GREATEST_LIMIT: u64 = 2 * STREAM_LIMIT;
/** Linux takes pieces of this size whole while there is any room: of bytes of a program, and of pages of a file (a pipe full). */
export const PIECE: u64 = 36544;
export const FILE_PIECE: u64 = 65536;
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
  private readonly queue: Embed<ByteQueue> = new ByteQueue(GREATEST_LIMIT + FILE_PIECE);
  /** Bytes that may be on the way. */
  limit: u64 = STREAM_LIMIT;
  private readonly lock: Embed<Mutex> = new Mutex();
  private reader: Readiness | null = null;
  private firstWriter: Writer | null = null;
  private readonly parcels: Embed<Parcels> = new Parcels();
  readonly urgent: Embed<Urgent> = new Urgent();
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
  /** Bytes that wait to be read. */
  get length(): u64 {
    return this.queue.length - this.urgent.gapBytes;
  }
  get hasData(): boolean {
    return this.queue.length > 0;
  }
  /** Whether a reader that goes leaves something, so that the other end is told of a reset. */
  get hasUnread(): boolean {
    return this.length > 0;
  }
  /** True when a quarter of the limit, at most, is taken (Linux unix_writable). */
  get isWritable(): boolean {
    return this.isClosed || this.queue.length * 4 <= this.limit;
  }
  /** One side is done: what is there may be read, and nothing is written. */
  get isClosed(): boolean {
    return this.writeClosed || this.readClosed;
  }
  /** True when a read would not wait. */
  get isReadable(): boolean {
    return this.hasData || this.isClosed;
  }
  /** No byte more can be written before others are read. */
  get isFilled(): boolean {
    return this.room === 0;
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
    this.urgent.release();
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

  /** Whether a peek, which leaves what it passes, finds bytes where it stands. */
  private canPeek(received: Received): boolean {
    const { urgent, parcels } = this;
    let at = urgent.gapEnd(parcels.taken + received.peeked);
    if (urgent.at === at && !urgent.isInline) at++;
    return at < parcels.taken + this.queue.length;
  }
  private skip(count: u64, peek: boolean, received: Received): void {
    if (peek) received.peeked += count;
    else {
      this.queue.drop(count);
      this.parcels.advance(count);
    }
  }
  /** Passes what an ordinary read does not get where it stands: true where it ends before that (urgent.ts). */
  private endsAtMark(peek: boolean, received: Received): boolean {
    const { urgent } = this;
    const at = this.parcels.taken + (peek ? received.peeked : 0);
    const end = urgent.gapEnd(at);
    if (end > at) {
      if (received.count > 0 && !urgent.waits) return true;
      this.skip(end - at, peek, received);
      if (!peek) urgent.dropGap();
    }
    if (urgent.at !== end) return false;
    if (received.count > 0) return true;
    if (!urgent.isInline) this.skip(1, peek, received);
    if (!peek) urgent.forget();
    return false;
  }
  /** Up to `count` bytes up to the next mark or border: how many, or -EFAULT. Marks where it stands were passed. */
  private readSome(to: u64, count: u64, peek: boolean, received: Received): isize {
    const { parcels, urgent, queue } = this;
    const behind: u64 = peek ? received.peeked : 0;
    const at = parcels.taken + behind;
    const open = urgent.isNeeded ? min(count, urgent.nextMark(at) - at) : count;
    const there: u64 = queue.length > behind ? queue.length - behind : 0; // another reader may have been faster
    const most = min(parcels.limit(open, behind, this.passCredentials), there);
    if (!userWritable(to, most)) return -Errno.EFAULT;
    const n: u64 = peek ? queue.peek(to, most, behind) : queue.take(to, most);
    if (n > 0) parcels.pass(n, behind, peek, received);
    if (peek) received.peeked += n;
    received.count += n;
    return isize(n);
  }
  /** What is there, across marks where the read may go on: bytes, or -EFAULT. */
  private readThere(to: u64, count: u64, peek: boolean, received: Received): isize {
    const { urgent, parcels } = this;
    let done: u64 = 0;
    while (!urgent.isNeeded || !this.endsAtMark(peek, received)) {
      const n = this.readSome(to + done, count - done, peek, received);
      if (n < 0) return done > 0 ? isize(done) : n;
      done += u64(n);
      const at = parcels.taken + (peek ? received.peeked : 0);
      const isMark = urgent.isNeeded && (urgent.at === at || urgent.gapEnd(at) > at);
      if (n === 0 || done === count || received.atBorder || !isMark) break;
    }
    return isize(done);
  }
  /**
   * Reads what is there, up to `count` bytes; with `peek`, from where `received` stands on and without taking it. Sleeps in
   * `readiness` until something is; 0 at the end, -EAGAIN when `blocks` is false or the deadline (0: none) passed.
   */
  read(
    readiness: Readiness,
    to: u64,
    count: u64,
    blocks: boolean,
    deadlineNs: u64,
    peek: boolean,
    received: Received,
  ): isize {
    while (true) {
      if (peek && received.count > 0 && !this.canPeek(received)) return 0;
      const on = disableInterrupts();
      let error: isize = 0;
      while (error === 0 && !(peek ? this.isClosed || this.canPeek(received) : this.isReadable)) {
        error = blocks ? waitInterruptiblyUntil(readiness.waiters, deadlineNs) : -Errno.EAGAIN;
      }
      restoreInterrupts(on);
      if (error !== 0) return error === -Errno.ETIMEDOUT ? -Errno.EAGAIN : error;
      this.lock.lock();
      const before = received.count;
      const n = this.readThere(to, count, peek, received);
      const stops = this.queue.length > (peek ? received.peeked : 0); // no room, or at a mark
      this.lock.unlock();
      if (n < 0) return n;
      if (!peek && this.isWritable) this.tellWriters(Poll.out | Poll.writeNormal);
      if (n > 0 || stops || before > 0) return n;
      if (!this.isClosed) continue; // another reader was faster, or only marks were there
      const reset = this.error;
      this.error = 0;
      return isize(reset);
    }
  }
  /** recv(2) with MSG_OOB: 1, -EINVAL where no such byte waits or it is read among the others, -EFAULT. Without room it is lost. */
  readUrgent(to: u64, count: u64, peek: boolean): isize {
    const { urgent, queue } = this;
    this.lock.lock();
    const waits = urgent.waits && !urgent.isInline;
    let byte!: FixedArray<u8, 1>;
    if (waits) queue.peek(addressOf(byte.ptr), 1, urgent.at - this.parcels.taken);
    if (waits && !peek) urgent.take();
    this.lock.unlock();
    if (!waits) return -Errno.EINVAL;
    return count === 0 || userDeliver(to, addressOf(byte.ptr), 1) ? 1 : -Errno.EFAULT;
  }
  /** SIOCATMARK: whether the reader stands where an out-of-band byte was sent. */
  get isAtMark(): boolean {
    return this.queue.length > 0 && this.urgent.isAtMark(this.parcels.taken);
  }
  /**
   * Writes all, or what there is room for when `blocks` is false; -EPIPE when nobody reads. `control` goes with the first
   * bytes: it is the stream's unless the result is an error. With `urgent` (MSG_OOB) it is a single byte. `piece`: what is taken
   * whole, though it is more than there is room for.
   */
  write(
    readiness: Readiness,
    from: u64,
    count: u64,
    blocks: boolean,
    deadlineNs: u64,
    control: Control | null,
    urgent: boolean,
    piece: u64,
  ): isize {
    let done: u64 = 0;
    while (done < count) {
      const on = disableInterrupts();
      let error: isize = 0;
      while (error === 0 && !this.isClosed && this.isFilled) {
        error = blocks ? waitInterruptiblyUntil(readiness.waiters, deadlineNs) : -Errno.EAGAIN;
      }
      if (this.isClosed) error = -Errno.EPIPE;
      restoreInterrupts(on);
      if (error !== 0) {
        if (done > 0) return isize(done);
        return error === -Errno.ETIMEDOUT ? -Errno.EAGAIN : error;
      }
      this.lock.lock();
      const waiting = this.queue.length;
      const n = this.queue.put(from + done, this.isFilled ? 0 : min(count - done, piece));
      if (n > 0 && done === 0 && control !== null) this.parcels.add(control, waiting, n);
      if (urgent && n > 0) this.urgent.at = this.parcels.taken + waiting;
      this.lock.unlock();
      done += n;
      if (n > 0) this.tellReader(Poll.in | Poll.readNormal | (urgent ? Poll.priority : 0));
    }
    return isize(done);
  }
}
