/**
 * What is in a pipe: a ring of bytes, the packets among them, and how many have which end open.
 *
 * All of it changes under the lock of `readiness`. Bytes are copied by `takeNow` and `putNow` under that lock; or in a
 * turn (`beginRead`, `beginWrite`), which belongs to one at a time under the kernel lock and may sleep: the bytes at the front
 * then stay, and the room at the end. While there is a turn nobody else takes, or puts.
 */
import { restoreInterrupts } from "../arch/x64/cpu.ts";
import { copyNow } from "../arch/x64/nofault.ts";
import { Errno } from "../lib/errno.ts";
import { Mutex } from "../sync/mutex.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { WakeList } from "../sync/wakelist.ts";
import { Poll } from "./openfile.ts";
import { Readiness } from "./readiness.ts";

const PIPE_SIZE: u64 = 65536;
const PAGE: u64 = 4096;
const LEAST_SIZE: u64 = 4096;
/** /proc/sys/fs/pipe-max-size. */
const GREATEST_SIZE: u64 = 1048576;
/** Writes of up to this size are not mixed with others (PIPE_BUF). */
export const ATOMIC_SIZE: u64 = 4096;
const ALL_EVENTS: u32 = Poll.in | Poll.readNormal | Poll.out | Poll.writeNormal | Poll.error | Poll.hangUp;

/** A packet that is in the ring, by its place in all that ever went through. */
class Packet {
  next: Packet | null = null;
  start: u64 = 0;
  length: u64 = 0;
}

export class PipeRing {
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
  /** There was no room for a page before the last bytes were taken. */
  private wasFull: boolean = false;
  private hasReader: boolean = false;
  private hasWriter: boolean = false;
  /** Held during a turn. */
  private readonly readTurn: Embed<Mutex> = new Mutex();
  private readonly writeTurn: Embed<Mutex> = new Mutex();
  /** Waiting for data, room, or a partner. */
  readonly canRead: Embed<WaitQueue> = new WaitQueue();
  readonly canWrite: Embed<WaitQueue> = new WaitQueue();
  readonly readiness: Embed<Readiness> = new Readiness();

  get room(): u64 {
    return this.capacity - this.length;
  }
  /** Bytes that still go into the last page that was begun: none into those of packets, and of what was read. */
  get roomInLastPage(): u64 {
    if (this.length === 0 || this.lastPacket !== null) return 0;
    return (PAGE - (this.lastFill % PAGE)) % PAGE;
  }

  // With the lock held.

  get mayTakeAtOnce(): boolean {
    return !this.hasReader && this.firstPacket === null;
  }
  get mayPutAtOnce(): boolean {
    return !this.hasWriter;
  }
  /** Takes `n` bytes, which are there, where `mayTakeAtOnce`: false, with nothing taken, when memory at `to` is not there. */
  takeNow(to: u64, n: u64): boolean {
    const at = addressOf(this.buffer!.ptr);
    const first = min(n, this.capacity - this.start);
    if (!copyNow(to, at + this.start, first)) return false;
    if (first < n && !copyNow(to + first, at, n - first)) return false;
    this.advance(n);
    return true;
  }
  /** Puts `n` bytes, for which there is room, where `mayPutAtOnce`: false, with nothing put, when memory at `from` is not there. */
  putNow(from: u64, n: u64): boolean {
    const at = addressOf(this.buffer!.ptr);
    const end = this.end;
    const first = min(n, this.capacity - end);
    if (!copyNow(at + end, from, first)) return false;
    if (first < n && !copyNow(at, from + first, n - first)) return false;
    this.grow(n);
    return true;
  }
  private get end(): u64 {
    const end = this.start + this.length;
    return end < this.capacity ? end : end - this.capacity;
  }
  private grow(n: u64): void {
    this.lastFill = this.length === 0 ? n : this.lastFill + n;
    this.length += n;
  }
  private advance(n: u64): void {
    this.wasFull = this.room < ATOMIC_SIZE;
    const start = this.start + n;
    this.start = start < this.capacity ? start : start - this.capacity;
    this.length -= n;
    this.taken += n;
  }
  /** Tells writers of the room that the last bytes have left. */
  tellRoom(toWake: WakeList): void {
    toWake.addAll(this.canWrite);
    if (this.wasFull) this.readiness.tell(Poll.out | Poll.writeNormal, toWake);
  }
  tellData(toWake: WakeList): void {
    toWake.addAll(this.canRead);
    this.readiness.tell(Poll.in | Poll.readNormal, toWake);
  }

  // Turns: under the kernel lock.

  beginRead(): void {
    this.readTurn.lock();
    this.setTurns(true, this.hasWriter);
  }
  endRead(): void {
    this.setTurns(false, this.hasWriter);
    this.readTurn.unlock();
  }
  beginWrite(): void {
    this.writeTurn.lock();
    this.setTurns(this.hasReader, true);
  }
  endWrite(): void {
    this.setTurns(this.hasReader, false);
    this.writeTurn.unlock();
  }
  private setTurns(reader: boolean, writer: boolean): void {
    const on = this.readiness.lock.lock();
    this.hasReader = reader;
    this.hasWriter = writer;
    this.readiness.lock.unlock(on);
  }
  /** Copies the first `n` bytes, which are there. */
  private copyOut(to: u64, n: u64): void {
    const buffer = this.buffer;
    if (buffer === null) return;
    const first = min(n, this.capacity - this.start);
    copyBytes(to, addressOf(buffer.ptr) + this.start, first);
    copyBytes(to + first, addressOf(buffer.ptr), n - first);
  }
  /** In a reader's turn: bytes from the front, left there. */
  peek(to: u64, count: u64): u64 {
    const n = min(count, this.length);
    this.copyOut(to, n);
    return n;
  }
  /** In a reader's turn: forgets bytes at the front and the packets that they were, and tells writers. */
  drop(count: u64): void {
    const toWake: Embed<WakeList> = new WakeList();
    const on = this.readiness.lock.lock();
    this.advance(count);
    const gone = this.takePackets();
    this.tellRoom(toWake);
    this.readiness.lock.release();
    toWake.wakeAll();
    restoreInterrupts(on);
    freePackets(gone);
  }
  /** The packets of which all bytes have been taken, out of the list. The lock is held. */
  private takePackets(): Packet | null {
    let gone: Packet | null = null;
    for (let p = this.firstPacket; p !== null && p.start < this.taken; p = this.firstPacket) {
      const less = min(this.taken - p.start, p.length);
      p.start += less;
      p.length -= less;
      if (p.length > 0) break;
      this.firstPacket = p.next;
      if (this.firstPacket === null) this.lastPacket = null;
      p.next = gone;
      gone = p;
    }
    return gone;
  }
  /** In a reader's turn, as read(2): up to `count` bytes, at most to the end of the first packet. */
  take(to: u64, count: u64): u64 {
    const packet = this.firstPacket;
    const before: u64 = packet === null ? this.length : packet.start - this.taken;
    const wholePacket: u64 = packet === null || count <= before ? 0 : packet.length;
    const n = min(count, before + wholePacket);
    this.copyOut(to, n);
    if (n > 0) this.drop(wholePacket > 0 ? before + wholePacket : n);
    return n;
  }
  /** In a writer's turn: as many as there is room for; tells readers. */
  put(from: u64, count: u64): u64 {
    return this.append(from, count, null);
  }
  /** As `put`, as one packet. */
  putPacket(from: u64, count: u64): u64 {
    return this.append(from, count, new Packet());
  }
  private append(from: u64, count: u64, packet: Packet | null): u64 {
    const buffer = this.buffer;
    if (buffer === null) return 0;
    const n = min(count, this.room);
    const end = this.end;
    const first = min(n, this.capacity - end);
    copyBytes(addressOf(buffer.ptr) + end, from, first);
    copyBytes(addressOf(buffer.ptr), from + first, n - first);
    const toWake: Embed<WakeList> = new WakeList();
    const on = this.readiness.lock.lock();
    if (packet !== null) this.appendPacket(packet, n);
    this.grow(n);
    this.tellData(toWake);
    this.readiness.lock.release();
    toWake.wakeAll();
    restoreInterrupts(on);
    return n;
  }
  private appendPacket(packet: Packet, n: u64): void {
    packet.start = this.taken + this.length;
    packet.length = n;
    const last = this.lastPacket;
    if (last === null) this.firstPacket = packet;
    else last.next = packet;
    this.lastPacket = packet;
  }

  /** F_SETPIPE_SZ: the size it has then, EBUSY where it would not hold what is there, EPERM, EINVAL. */
  resizeTo(wanted: u64): isize {
    if (wanted > 0x8000_0000) return -Errno.EINVAL;
    let size = LEAST_SIZE;
    while (size < wanted) size *= 2;
    if (size > GREATEST_SIZE) return -Errno.EPERM;
    this.beginRead();
    this.beginWrite();
    const fits = size >= this.length;
    if (fits && size !== this.capacity) this.replaceBuffer(size);
    this.endWrite();
    this.endRead();
    if (!fits) return -Errno.EBUSY;
    this.canWrite.wakeAll();
    this.readiness.changed(Poll.out | Poll.writeNormal);
    return isize(size);
  }
  /** In both turns. */
  private replaceBuffer(size: u64): void {
    const old = this.buffer;
    if (old === null) return;
    const fresh = newArray<u8>(size);
    this.copyOut(addressOf(fresh.ptr), this.length);
    const on = this.readiness.lock.lock();
    this.buffer = fresh;
    this.start = 0;
    this.capacity = size;
    this.readiness.lock.unlock(on);
    freeArray<u8>(old);
  }

  // Under the kernel lock.

  open(reads: boolean, writes: boolean): void {
    if (this.buffer === null) this.buffer = newArray<u8>(this.capacity);
    this.countEnds(reads ? 1 : 0, writes ? 1 : 0);
  }
  close(reads: boolean, writes: boolean): void {
    this.countEnds(reads ? -1 : 0, writes ? -1 : 0);
    const buffer = this.buffer;
    if (buffer === null || this.readers !== 0 || this.writers !== 0) return;
    this.drop(this.length);
    freeArray<u8>(buffer);
    this.buffer = null;
    this.start = 0;
    this.capacity = PIPE_SIZE;
  }
  private countEnds(readers: i32, writers: i32): void {
    const toWake: Embed<WakeList> = new WakeList();
    const on = this.readiness.lock.lock();
    this.readers += u32(readers);
    this.writers += u32(writers);
    if (readers > 0) this.readersEver++;
    if (writers > 0) this.writersEver++;
    toWake.addAll(this.canRead);
    toWake.addAll(this.canWrite);
    this.readiness.tell(ALL_EVENTS, toWake);
    this.readiness.lock.release();
    toWake.wakeAll();
    restoreInterrupts(on);
  }
}

function freePackets(first: Packet | null): void {
  let at = first;
  while (at !== null) {
    const next: Packet | null = at.next;
    free(at);
    at = next;
  }
}
