/**
 * A stream that keeps the borders of messages: one direction of a SOCK_SEQPACKET connection, or what waits for a
 * SOCK_DGRAM socket, to which any number of sockets may write.
 *
 * Each message is charged what Linux takes for one, so that as many wait as there. Who waits for room sleeps in `roomFor`.
 *
 * Invariant: the list of packets changes, and bytes are copied out of it, under `lock`.
 */
import { disableInterrupts, restoreInterrupts } from "../../arch/x64/cpu.ts";
import { Errno } from "../../lib/errno.ts";
import { userDeliver, userFetch } from "../../mm/user.ts";
import { Mutex } from "../../sync/mutex.ts";
import { WaitQueue } from "../../sync/waitqueue.ts";
import { Poll } from "../openfile.ts";
import type { Readiness } from "../readiness.ts";
import { waitInterruptiblyUntil } from "../wait.ts";
import { UnixAddress } from "./address.ts";
import type { Control } from "./control.ts";
import { Message, type Received } from "./received.ts";
import { Stream } from "./stream.ts";

/** net.unix.max_dgram_qlen: messages that may wait for a socket before one more from a stranger waits outside. */
const MOST_FROM_STRANGERS: u64 = 10;
/** A message must leave this much of the limit (unix_dgram_sendmsg). */
const LIMIT_RESERVE: u64 = 32;
/** sizeof(struct sk_buff) and sizeof(struct skb_shared_info) in Linux, aligned. */
const HEAD_CHARGE: u64 = 256;
const TAIL_CHARGE: u64 = 320;
const LEAST_BLOCK: u64 = 512;

export class Packet {
  next: Packet | null = null;
  private bytes: Slice<u8> | null = null;
  length: u64 = 0;
  readonly sender: Embed<UnixAddress> = new UnixAddress();
  control: Control | null = null;

  /** What Linux takes for it: a block of a power of two. */
  get charge(): u64 {
    let block = LEAST_BLOCK;
    while (block < this.length + TAIL_CHARGE) block *= 2;
    return block + HEAD_CHARGE;
  }
  /** Reads the bytes out of struct iovecs: 0, -EFAULT, or -EMSGSIZE when they are too many for a limit. */
  fill(vectors: Ptr<u64>, count: u64, limit: u64): i32 {
    let length: u64 = 0;
    for (let i: u64 = 0; i < count; i++) {
      length += vectors[i * 2 + 1];
      if (length > limit - LIMIT_RESERVE) return -Errno.EMSGSIZE;
    }
    if (length === 0) return 0;
    const bytes = newArray<u8>(length);
    this.bytes = bytes;
    for (let i: u64 = 0; i < count; i++) {
      const n = min(vectors[i * 2 + 1], length - this.length);
      if (n > 0 && !userFetch(addressOf(bytes.ptr) + this.length, vectors[i * 2], n)) return -Errno.EFAULT;
      this.length += n;
    }
    return 0;
  }
  /** Copies its bytes, from `offset` on, into struct iovecs: how many there was room for, or -EFAULT. */
  deliver(vectors: Ptr<u64>, count: u64): isize {
    const { bytes } = this;
    let done: u64 = 0;
    if (bytes === null) return 0;
    for (let i: u64 = 0; i < count && done < this.length; i++) {
      const n = min(vectors[i * 2 + 1], this.length - done);
      if (n > 0 && !userDeliver(vectors[i * 2], addressOf(bytes.ptr) + done, n)) return -Errno.EFAULT;
      done += n;
    }
    return isize(done);
  }
  release(): void {
    const { bytes, control } = this;
    if (bytes !== null) freeArray<u8>(bytes);
    if (control !== null) control.release();
    free(this);
  }
}

export class PacketStream extends Stream {
  private first: Packet | null = null;
  private last: Packet | null = null;
  private count: u64 = 0;
  private charged: u64 = 0;
  private bytes: u64 = 0;
  private readonly packetLock: Embed<Mutex> = new Mutex();
  readonly roomFor: Embed<WaitQueue> = new WaitQueue();
  /** Of a datagram socket: it has no end, and many writers. */
  isShared: boolean = false;
  /** The stream of the only socket that may write (connect(2) of a datagram socket), with a reference; null: all may. */
  onlyFrom: PacketStream | null = null;

  /** The socket that read it is closed. */
  isGone: boolean = false;

  /** For a datagram socket: the reader has the only reference. */
  share(): void {
    this.isShared = true;
    this.references = 1;
  }
  override get length(): u64 {
    return this.bytes;
  }
  /** Bytes in the message that comes next. */
  get firstLength(): u64 {
    const { first } = this;
    return first === null ? 0 : first.length;
  }
  /** As Linux, does not count an empty message in front. */
  override get hasUnread(): boolean {
    const { first } = this;
    return first !== null && (first.length > 0 || first.next !== null);
  }
  override get hasData(): boolean {
    return this.first !== null;
  }
  override get isWritable(): boolean {
    return this.readClosed || this.writeClosed || this.charged * 4 <= this.limit;
  }
  /** Whether a message of the socket that reads `from` has to wait. */
  isFull(from: PacketStream | null): boolean {
    if (this.charged >= this.limit) return true;
    return this.isShared && this.count > MOST_FROM_STRANGERS && (from === null || this.onlyFrom !== from);
  }
  override tellWriters(events: u32): void {
    this.roomFor.wakeAll();
    super.tellWriters(events);
  }
  private append(packet: Packet): void {
    const { last } = this;
    if (last === null) this.first = packet;
    else last.next = packet;
    this.last = packet;
    this.count++;
    this.bytes += packet.length;
    this.charged += packet.charge;
  }
  private takeFirst(): void {
    const packet = this.first!;
    this.first = packet.next;
    if (packet.next === null) this.last = null;
    packet.next = null;
    this.count--;
    this.bytes -= packet.length;
    this.charged -= packet.charge;
  }
  /** Waits for room, then takes the packet over: 0; else -EAGAIN, -EINTR, or -EPIPE when nobody reads, and it does not. */
  put(packet: Packet, from: PacketStream | null, blocks: boolean, deadlineNs: u64): isize {
    const on = disableInterrupts();
    let error: isize = 0;
    while (error === 0 && !this.readClosed && !this.writeClosed && this.isFull(from)) {
      error = blocks ? waitInterruptiblyUntil(this.roomFor, deadlineNs) : -Errno.EAGAIN;
    }
    restoreInterrupts(on);
    if (this.readClosed || this.writeClosed) return -Errno.EPIPE;
    if (error !== 0) return error === -Errno.ETIMEDOUT ? -Errno.EAGAIN : error;
    this.packetLock.lock();
    this.append(packet);
    this.packetLock.unlock();
    this.tellReader(Poll.in | Poll.readNormal);
    return 0;
  }
  /** Why there is nothing: sleeps until there may be; 1 at the end, 0 to look again, or a negative errno. */
  private waitForPacket(readiness: Readiness, blocks: boolean, deadlineNs: u64): isize {
    const on = disableInterrupts();
    let error: isize = 0;
    while (error === 0 && this.first === null) {
      const ended = this.readClosed || (this.writeClosed && !this.isShared);
      if (ended && (blocks || !this.isShared)) break;
      error = blocks ? waitInterruptiblyUntil(readiness.waiters, deadlineNs) : -Errno.EAGAIN;
    }
    const atEnd = error === 0 && this.first === null;
    restoreInterrupts(on);
    if (atEnd) return 1;
    return error === -Errno.ETIMEDOUT ? -Errno.EAGAIN : error;
  }
  /** One message, or what there is room for of it; its length with MSG_TRUNC; 0 at the end. */
  take(
    readiness: Readiness,
    vectors: Ptr<u64>,
    vectorCount: u64,
    flags: u32,
    blocks: boolean,
    deadlineNs: u64,
    received: Received,
  ): isize {
    while (true) {
      const waited = this.waitForPacket(readiness, blocks, deadlineNs);
      if (waited < 0) return waited;
      if (waited > 0) {
        const reset = this.error;
        this.error = 0;
        return isize(reset);
      }
      this.packetLock.lock();
      const packet = this.first;
      if (packet === null) {
        this.packetLock.unlock(); // another reader was faster
        continue;
      }
      const peek = (flags & Message.peek) !== 0;
      if (!peek) this.takeFirst();
      const n = packet.deliver(vectors, vectorCount);
      const { length, control } = packet;
      received.sender.copyName(packet.sender);
      if (n >= 0 && control !== null) {
        received.takeControl(peek ? control.copy() : control);
        if (!peek) packet.control = null;
      }
      this.packetLock.unlock();
      if (!peek) {
        packet.release();
        this.tellWriters(Poll.out | Poll.writeNormal | Poll.writeBand);
      }
      if (n < 0) return n;
      if (u64(n) < length) received.flags |= Message.cut;
      return (flags & Message.cut) !== 0 ? isize(length) : n;
    }
  }
  override dropReader(): void {
    this.isGone = true;
    this.forget();
    super.dropReader();
  }
  override forget(): void {
    for (let p = this.first; p !== null; p = this.first) {
      this.takeFirst();
      p.release();
    }
    const { onlyFrom } = this;
    this.onlyFrom = null;
    if (onlyFrom !== null) onlyFrom.dropReference();
  }
}
