/**
 * Pipes and named pipes (pipe(7), fifo(7)): a ring in an inode, of 64 KiB until F_SETPIPE_SZ, open files at its ends.
 *
 * What is written with O_DIRECT are packets: a read takes one, and what it leaves of it is lost. The bytes are in the ring
 * as all others; packets are noted beside it.
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
import { OpenFile, OpenFlag, Poll, Role } from "./openfile.ts";
import { Readiness } from "./readiness.ts";
import { waitInterruptibly } from "./wait.ts";

const PIPE_SIZE: u64 = 65536;
const PAGE: u64 = 4096;
const LEAST_SIZE: u64 = 4096;
/** /proc/sys/fs/pipe-max-size. */
const GREATEST_SIZE: u64 = 1048576;
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

/** A packet that is in the ring, by its place in all that ever went through. */
class Packet {
  next: Packet | null = null;
  start: u64 = 0;
  length: u64 = 0;
}

export class PipeInode extends Inode {
  private buffer: Slice<u8> | null = null;
  private start: u64 = 0;
  length: u64 = 0;
  /** Bytes put since it was last empty. */
  private lastFill: u64 = 0;
  capacity: u64 = PIPE_SIZE;
  /** Bytes ever taken. */
  private taken: u64 = 0;
  private firstPacket: Packet | null = null;
  private lastPacket: Packet | null = null;
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
    return this.capacity - this.length;
  }
  /** Bytes that still go into the last page that was begun: none into those of packets, and of what was read. */
  get roomInLastPage(): u64 {
    if (this.length === 0 || this.lastPacket !== null) return 0;
    return (PAGE - (this.lastFill % PAGE)) % PAGE;
  }
  /** Copies `count` bytes from `offset` behind the first; the caller has seen that they are there. */
  private copyOut(to: u64, count: u64, offset: u64): void {
    const buffer = this.buffer;
    if (buffer === null) return;
    const at = (this.start + offset) % this.capacity;
    const first = min(count, this.capacity - at);
    copyBytes(to, addressOf(buffer.ptr) + at, first);
    copyBytes(to + first, addressOf(buffer.ptr), count - first);
  }
  /** Bytes from the front, left there; the caller holds `readLock`. */
  peek(to: u64, count: u64): u64 {
    const n = min(count, this.length);
    this.copyOut(to, n, 0);
    return n;
  }
  /** Forgets bytes at the front, and the packets that they were. The caller holds `readLock`. */
  drop(count: u64): void {
    this.start = (this.start + count) % this.capacity;
    this.length -= count;
    this.taken += count;
    for (let p = this.firstPacket; p !== null && p.start < this.taken; p = this.firstPacket) {
      const gone = min(this.taken - p.start, p.length);
      p.start += gone;
      p.length -= gone;
      if (p.length > 0) return;
      this.firstPacket = p.next;
      if (this.firstPacket === null) this.lastPacket = null;
      free(p);
    }
  }
  /** As read(2): up to `count` bytes, at most to the end of the first packet. The caller holds `readLock`. */
  take(to: u64, count: u64): u64 {
    const packet = this.firstPacket;
    if (packet === null) {
      const n = this.peek(to, count);
      this.drop(n);
      return n;
    }
    const before = packet.start - this.taken;
    if (count <= before) {
      this.copyOut(to, count, 0);
      this.drop(count);
      return count;
    }
    const n = min(count, before + packet.length);
    this.copyOut(to, n, 0);
    this.drop(before + packet.length);
    return n;
  }
  /** As many as there is room for; the caller holds `writeLock`. */
  put(from: u64, count: u64): u64 {
    const buffer = this.buffer;
    if (buffer === null) return 0;
    const n = min(count, this.room);
    this.lastFill = this.length === 0 ? n : this.lastFill + n;
    const at = (this.start + this.length) % this.capacity;
    const first = min(n, this.capacity - at);
    copyBytes(addressOf(buffer.ptr) + at, from, first);
    copyBytes(addressOf(buffer.ptr), from + first, n - first);
    this.length += n;
    return n;
  }
  /** Puts what there is room for as one packet. */
  putPacket(from: u64, count: u64): u64 {
    const packet = new Packet();
    packet.start = this.taken + this.length;
    packet.length = this.put(from, count);
    const last = this.lastPacket;
    if (last === null) this.firstPacket = packet;
    else last.next = packet;
    this.lastPacket = packet;
    return packet.length;
  }
  /** F_SETPIPE_SZ: the size it has then, EBUSY where it would not hold what is there, EPERM, EINVAL. */
  resizeTo(wanted: u64): isize {
    if (wanted > 0x8000_0000) return -Errno.EINVAL;
    let size = LEAST_SIZE;
    while (size < wanted) size *= 2;
    if (size > GREATEST_SIZE) return -Errno.EPERM;
    this.readLock.lock();
    this.writeLock.lock();
    const fits = size >= this.length;
    const old = this.buffer;
    if (fits && old !== null && size !== this.capacity) {
      const fresh = newArray<u8>(size);
      this.copyOut(addressOf(fresh.ptr), this.length, 0);
      freeArray<u8>(old);
      this.buffer = fresh;
      this.start = 0;
      this.capacity = size;
    }
    this.writeLock.unlock();
    this.readLock.unlock();
    if (!fits) return -Errno.EBUSY;
    this.canWrite.wakeAll();
    this.readiness.changed(Poll.out | Poll.writeNormal);
    return isize(size);
  }

  open(reads: boolean, writes: boolean): void {
    if (this.buffer === null) this.buffer = newArray<u8>(this.capacity);
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
    this.drop(this.length);
    freeArray<u8>(buffer);
    this.buffer = null;
    this.start = 0;
    this.capacity = PIPE_SIZE;
  }
  private wakeAll(): void {
    this.canRead.wakeAll();
    this.canWrite.wakeAll();
    this.readiness.changed(ALL_EVENTS);
  }

  /** Opening one end waits for the other, as fifo(7) has it. */
  override openFile(flags: u32): [OpenFile | null, i32] {
    const access = flags & OpenFlag.accessMask;
    if (access === OpenFlag.accessMask) return [null, -Errno.EINVAL];
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
    return [newPipeFile(), 0];
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
export class PipeFile extends OpenFile {
  get pipe(): PipeInode {
    return ref<PipeInode>(addressOf(this.inode!));
  }

  /** Until there is something to read: 1, 0 at the end, or EAGAIN, EINTR. */
  awaitData(nonBlocking: boolean): isize {
    const { pipe } = this;
    const on = disableInterrupts();
    let error: isize = 0;
    while (error === 0 && pipe.length === 0 && pipe.writers > 0) {
      error = nonBlocking || this.isNonBlocking ? -Errno.EAGAIN : waitInterruptibly(pipe.canRead);
    }
    restoreInterrupts(on);
    if (error !== 0) return error;
    return pipe.length > 0 ? 1 : 0;
  }
  /** Until there is room for `need` bytes: 0, or EPIPE (with its signal), EAGAIN, EINTR. */
  awaitRoom(need: u64, nonBlocking: boolean): isize {
    const { pipe } = this;
    const on = disableInterrupts();
    let error: isize = 0;
    while (error === 0 && pipe.readers > 0 && pipe.room < need) {
      error = nonBlocking || this.isNonBlocking ? -Errno.EAGAIN : waitInterruptibly(pipe.canWrite);
    }
    restoreInterrupts(on);
    if (pipe.readers > 0) return error;
    raiseBrokenPipe();
    return -Errno.EPIPE;
  }
  /** Tells writers of room that a read has made. */
  tellRoom(wasFull: boolean): void {
    const { pipe } = this;
    pipe.canWrite.wakeAll();
    if (wasFull) pipe.readiness.changed(Poll.out | Poll.writeNormal);
  }
  tellData(): void {
    const { pipe } = this;
    pipe.canRead.wakeAll();
    pipe.readiness.changed(Poll.in | Poll.readNormal);
  }

  override read(buffer: u64, count: u64): isize {
    const { pipe } = this;
    if (count === 0) return 0;
    while (true) {
      const there = this.awaitData(false);
      if (there < 0) return there;
      pipe.readLock.lock();
      const wasFull = pipe.room < ATOMIC_SIZE;
      const n = pipe.take(buffer, count);
      pipe.readLock.unlock();
      if (n === 0 && pipe.writers > 0) continue; // another reader was faster
      if (n > 0) this.tellRoom(wasFull);
      return isize(n);
    }
  }
  override write(buffer: u64, count: u64): isize {
    const { pipe } = this;
    const packets = (this.flags & OpenFlag.direct) !== 0;
    let done: u64 = 0;
    while (done < count) {
      const piece = packets ? min(count - done, ATOMIC_SIZE) : count - done;
      const need: u64 = packets || count <= ATOMIC_SIZE ? piece : 1;
      const error = this.awaitRoom(need, false);
      if (error !== 0) return done > 0 ? isize(done) : error;
      pipe.writeLock.lock();
      if (pipe.room >= need) {
        const from = buffer + done;
        done += packets ? pipe.putPacket(from, piece) : pipe.put(from, piece);
      }
      pipe.writeLock.unlock();
      this.tellData();
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
      if (pipe.readers === 0) events |= Poll.out | Poll.writeNormal | Poll.error;
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

function newPipeFile(): PipeFile {
  const file = new PipeFile();
  file.role = Role.pipe;
  return file;
}
/** The end of a pipe that `file` is, or null. */
export function asPipe(file: OpenFile): PipeFile | null {
  return file.role === Role.pipe ? ref<PipeFile>(addressOf(file)) : null;
}
function newEnd(pipe: PipeInode, flags: u32): OpenFile {
  const file = newPipeFile();
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
  const kept = flags & (OpenFlag.nonBlocking | OpenFlag.direct);
  return [newEnd(pipe, kept | OpenFlag.readOnly), newEnd(pipe, kept | OpenFlag.writeOnly)];
}
/** A pipe that a filesystem gives a name to; it sets the inode's other fields. */
export function newNamedPipe(): Inode {
  return new PipeInode();
}
