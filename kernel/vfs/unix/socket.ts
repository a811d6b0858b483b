/**
 * Sockets of AF_UNIX: names, pairs, connections, and the transfers of streams; those of packets are in packetsocket.ts.
 *
 * Connecting makes both ends at once, as in Linux: the new end waits in the listener's queue until it is accepted, and
 * may be written to already. The two ends know only the streams between them, never each other.
 */
import { disableInterrupts, restoreInterrupts } from "../../arch/x64/cpu.ts";
import { Errno } from "../../lib/errno.ts";
import { userReadable, userWritable } from "../../mm/user.ts";
import { WaitQueue } from "../../sync/waitqueue.ts";
import { monotonicNs } from "../../time/clock.ts";
import { FileKind, Inode, newFilesystemNumber } from "../inode.ts";
import { OpenFile, OpenFlag, Poll, Role } from "../openfile.ts";
import { raiseBrokenPipe } from "../pipe.ts";
import { Readiness } from "../readiness.ts";
import { waitInterruptiblyUntil } from "../wait.ts";
import { UnixAddress } from "./address.ts";
import type { Control } from "./control.ts";
import { SocketOptions } from "./options.ts";
import { Message, Received } from "./received.ts";
import { FILE_PIECE, PIECE, READ_HANG_UP, Stream, Writer } from "./stream.ts";

class SocketInode extends Inode {
  override onUnreferenced(): void {
    free(this);
  }
  /** A socket is not opened by name. */
  override openFile(_flags: u32): [OpenFile | null, i32] {
    return [null, -Errno.ENXIO];
  }
}

export enum SocketType {
  stream = 1,
  datagram = 2,
  packet = 5,
}
/** The length of one transfer (MAX_RW_COUNT). */
const LONGEST: u64 = 0x7ffff000;
export enum SocketState {
  unconnected = 0,
  listening = 1,
  connected = 2,
}
/** A piece leaves room for a second one, and this much. */
const SMALLEST_REST: u64 = 64;
export const FIONREAD: u32 = 0x541b;
/** Whether the next byte is the out-of-band one, or was (sockatmark(3)). */
const SIOCATMARK: u32 = 0x8905;
/** Poll events of a listening socket that was shut down for reading. */
const LISTENER_SHUT: u32 = READ_HANG_UP | Poll.in | Poll.readNormal;

/**
 * Who waits for room in a listener's queue of connections sleeps here and has no reference to the listener, which may be
 * closed meanwhile. `queueChanges` counts what may have made room, or have ended the hope for it.
 */
const connecting: Embed<WaitQueue> = new WaitQueue();
let queueChanges: u64 = 0;

export function connectionQueueChanges(): u64 {
  return queueChanges;
}
function roomMayBe(): void {
  queueChanges++;
  connecting.wakeAll();
}
/** Sleeps until something changed since `connectionQueueChanges` gave `seen`: 0, -EINTR, or -EAGAIN at the deadline (0: none). */
export function waitForConnectionQueue(seen: u64, deadlineNs: u64): isize {
  const on = disableInterrupts();
  let error: isize = 0;
  while (error === 0 && queueChanges === seen) error = waitInterruptiblyUntil(connecting, deadlineNs);
  restoreInterrupts(on);
  return error === -Errno.ETIMEDOUT ? -Errno.EAGAIN : error;
}

/** The bytes of struct iovecs, as many as one transfer takes. */
function vectorsLength(vectors: Ptr<u64>, count: u64): u64 {
  let total: u64 = 0;
  for (let i: u64 = 0; i < count; i++) total += min(vectors[i * 2 + 1], LONGEST - total);
  return total;
}
function vectorsReadable(vectors: Ptr<u64>, count: u64): boolean {
  for (let i: u64 = 0; i < count; i++) if (!userReadable(vectors[i * 2], vectors[i * 2 + 1])) return false;
  return true;
}

let sockets: UnixSocket | null = null;
let socketFilesystem: u64 = 0;
let nextSocket: u64 = 1;

export class UnixSocket extends OpenFile {
  type: SocketType = SocketType.stream;
  state: SocketState = SocketState.unconnected;
  readonly address: Embed<UnixAddress> = new UnixAddress();
  readonly peerAddress: Embed<UnixAddress> = new UnixAddress();
  /** SO_RCVTIMEO and SO_SNDTIMEO; 0: none. */
  receiveTimeoutNs: u64 = 0;
  sendTimeoutNs: u64 = 0;
  passCredentials: boolean = false;
  readonly options: Embed<SocketOptions> = new SocketOptions();
  /** SO_PEERCRED: the process that made the other end; 0: there is none. */
  peerPid: i32 = 0;
  /** The name is this socket's by bind(2). */
  ownsName: boolean = false;
  input: Stream | null = null;
  output: Stream | null = null;
  readonly changes: Embed<Readiness> = new Readiness();
  readonly writer: Embed<Writer> = new Writer();
  /** Of a listening socket: connections that wait to be accepted. */
  private firstWaiting: UnixSocket | null = null;
  private lastWaiting: UnixSocket | null = null;
  private waitingCount: u32 = 0;
  private backlog: u32 = 0;
  /** Shut down for reading. */
  private refusesMore: boolean = false;
  private nextWaiting: UnixSocket | null = null;
  /** All sockets, for finding one by its name. */
  next: UnixSocket | null = null;
  private previous: UnixSocket | null = null;

  private enterList(): void {
    const first = sockets;
    this.next = first;
    if (first !== null) first.previous = this;
    sockets = this;
  }
  private leaveList(): void {
    const { next, previous } = this;
    if (previous === null) sockets = next;
    else previous.next = next;
    if (next !== null) next.previous = previous;
  }
  /** The two directions of a new connection; a datagram socket's are what waits at either end. */
  joinTo(other: UnixSocket): void {
    const forward = this.newStream();
    const back = this.newStream();
    this.connectStreams(back, forward);
    other.connectStreams(forward, back);
  }
  newStream(): Stream {
    return new Stream();
  }
  /** connect(2) of a datagram socket, and its undoing. */
  connectDatagram(_other: UnixSocket): i32 {
    return -Errno.EINVAL;
  }
  disconnect(): void {}
  /** A new socket of the same type. */
  another(): UnixSocket {
    return new UnixSocket();
  }
  /** After `new`: what every socket has. */
  open(flags: u32, type: SocketType): void {
    if (socketFilesystem === 0) socketFilesystem = newFilesystemNumber();
    const inode = new SocketInode();
    inode.filesystem = socketFilesystem;
    inode.number = nextSocket++;
    inode.mode = FileKind.socket | 0o777;
    inode.retain();
    this.inode = inode;
    this.type = type;
    this.role = Role.socket;
    this.flags = OpenFlag.readWrite | (flags & OpenFlag.nonBlocking);
    this.writer.readiness = this.changes;
    this.enterList();
  }
  private connectStreams(input: Stream, output: Stream): void {
    input.setReader(this.changes);
    input.passCredentials = this.passCredentials;
    input.urgent.isInline = this.options.outOfBandInline;
    output.addWriter(this.writer);
    this.input = input;
    this.output = output;
    output.limit = u64(this.options.sendBuffer);
    this.state = SocketState.connected;
  }

  /** SO_SNDBUF, which limits what is on the way from here. */
  setSendBuffer(size: u32): void {
    this.options.setSendBuffer(size);
    const { output } = this;
    // What datagrams go to is not this socket's alone.
    if (output !== null && this.type !== SocketType.datagram) output.limit = u64(this.options.sendBuffer);
  }

  // ---- connections

  /** listen(2) on a bound socket. */
  listen(backlog: u32, pid: i32): void {
    this.peerPid = pid;
    this.backlog = backlog;
    this.state = SocketState.listening;
    this.changes.changed(Poll.out | Poll.writeNormal);
  }
  private get takesMore(): boolean {
    return this.state === SocketState.listening && !this.refusesMore;
  }
  /** connect(2) to another socket: -EAGAIN while its queue is full, -ECONNREFUSED when it takes no connections. */
  connectTo(listener: UnixSocket, pid: i32): i32 {
    if (!listener.takesMore) return -Errno.ECONNREFUSED;
    if (listener.waitingCount > listener.backlog) return -Errno.EAGAIN;
    const other = this.another();
    other.open(0, this.type);
    other.passCredentials = listener.passCredentials;
    other.peerPid = pid;
    this.peerPid = listener.peerPid;
    other.address.copyName(listener.address);
    other.peerAddress.copyName(this.address);
    this.peerAddress.copyName(listener.address);
    this.joinTo(other);
    listener.enqueue(other);
    return 0;
  }
  private enqueue(socket: UnixSocket): void {
    const on = disableInterrupts();
    const last = this.lastWaiting;
    if (last === null) this.firstWaiting = socket;
    else last.nextWaiting = socket;
    this.lastWaiting = socket;
    this.waitingCount++;
    this.changes.changed(Poll.in | Poll.readNormal);
    restoreInterrupts(on);
  }
  private dequeue(): UnixSocket | null {
    const on = disableInterrupts();
    const socket = this.firstWaiting;
    if (socket !== null) {
      this.firstWaiting = socket.nextWaiting;
      if (this.firstWaiting === null) this.lastWaiting = null;
      socket.nextWaiting = null;
      this.waitingCount--;
      roomMayBe();
    }
    restoreInterrupts(on);
    return socket;
  }
  /** accept(2): the caller's reference to the connection, or null and a negative errno. */
  accept(): [UnixSocket | null, i32] {
    if (this.state !== SocketState.listening) return [null, -Errno.EINVAL];
    const deadline: u64 = this.receiveTimeoutNs === 0 ? 0 : monotonicNs() + this.receiveTimeoutNs;
    while (true) {
      const on = disableInterrupts();
      let error: isize = 0;
      while (error === 0 && this.firstWaiting === null && this.takesMore) {
        error = this.isNonBlocking ? -Errno.EAGAIN : waitInterruptiblyUntil(this.changes.waiters, deadline);
      }
      restoreInterrupts(on);
      if (error !== 0) return [null, error === -Errno.ETIMEDOUT ? -Errno.EAGAIN : i32(error)];
      const socket = this.dequeue();
      if (socket !== null) return [socket, 0];
      if (!this.takesMore) return [null, -Errno.EINVAL];
    }
  }

  // ---- data

  blocks(flags: u32): boolean {
    return !this.isNonBlocking && (flags & Message.dontWait) === 0;
  }
  /** send(2) from memory that has been checked, or is the kernel's: bytes taken, or -ENOTCONN, -EPIPE (with SIGPIPE unless MSG_NOSIGNAL), -EAGAIN, -EINTR. */
  private send(from: u64, count: u64, flags: u32, control: Control | null, piece: u64 = PIECE): isize {
    const { output } = this;
    if (output === null) return -Errno.ENOTCONN;
    const deadline: u64 = this.sendTimeoutNs === 0 ? 0 : monotonicNs() + this.sendTimeoutNs;
    const urgent = (flags & Message.outOfBand) !== 0;
    const most = min(piece, u64(this.options.sendBuffer) / 2 - SMALLEST_REST);
    const n: isize = output.isClosed
      ? -Errno.EPIPE
      : output.write(this.changes, from, count, this.blocks(flags), deadline, control, urgent, most);
    if (n === -Errno.EPIPE && (flags & Message.noSignal) === 0) raiseBrokenPipe();
    return n;
  }
  override restartsAfterSignal(writing: boolean): boolean {
    return (writing ? this.sendTimeoutNs : this.receiveTimeoutNs) === 0;
  }
  /** Whether the other end wants to know who sends (SO_PASSCRED at either end). */
  get tellsCredentials(): boolean {
    const { output } = this;
    return this.passCredentials || (output !== null && output.passCredentials);
  }
  setPassCredentials(on: boolean): void {
    this.passCredentials = on;
    const { input } = this;
    if (input !== null) input.passCredentials = on;
  }
  /**
   * sendmsg(2): struct iovecs whose ranges were checked, to `target` (datagrams; `targetError` says why it was not found)
   * or the other end. Takes `control` over. Bytes taken, or a negative errno.
   */
  sendVectors(
    vectors: Ptr<u64>,
    count: u64,
    flags: u32,
    _target: UnixSocket | null,
    _targetError: i32,
    control: Control | null,
  ): isize {
    const n = this.sendBytes(vectors, count, flags, control);
    if (n <= 0 && control !== null) control.release();
    return n;
  }
  private sendBytes(vectors: Ptr<u64>, count: u64, flags: u32, control: Control | null): isize {
    const { output } = this;
    const total = vectorsLength(vectors, count);
    if (total === 0) return this.send(0, 0, flags, null);
    // What cannot be read is told where the connection does not fail first, or has no room; nothing is sent then.
    if (output !== null && !output.isClosed && !vectorsReadable(vectors, count))
      return output.isFilled && !this.blocks(flags) ? -Errno.EAGAIN : -Errno.EFAULT;
    // With MSG_OOB the last byte is sent by itself.
    const urgent = flags & Message.outOfBand;
    const ordinary: u64 = urgent !== 0 ? total - 1 : total;
    let done: u64 = 0;
    for (let i: u64 = 0; i < count && done < total; i++) {
      const length = min(vectors[i * 2 + 1], total - done);
      let sent: u64 = 0;
      while (sent < length) {
        const isLast = done === ordinary;
        const piece: u64 = isLast ? 1 : min(length - sent, ordinary - done);
        const how = isLast ? flags : flags & ~u32(Message.outOfBand);
        const n = this.send(vectors[i * 2] + sent, piece, how, done === 0 ? control : null);
        if (n < 0) return done > 0 ? isize(done) : n;
        done += u64(n);
        sent += u64(n);
        if (u64(n) < piece) return isize(done);
      }
    }
    return isize(done);
  }
  /** Why nothing can be received: without a connection. */
  receiveRefusal(_flags: u32): i32 {
    return this.state !== SocketState.connected ? -Errno.EINVAL : 0;
  }
  /** recvmsg(2): bytes received into checked struct iovecs, and in `received` what came with them. */
  receiveVectors(vectors: Ptr<u64>, count: u64, flags: u32, received: Received): isize {
    if ((flags & Message.outOfBand) !== 0) return this.receiveUrgent(vectors, count, flags, received);
    let done: u64 = 0;
    let receivedAny = false;
    received.sender.copyName(this.peerAddress);
    for (let i: u64 = 0; i < count; i++) {
      const length = min(vectors[i * 2 + 1], LONGEST - done);
      if (length === 0) continue;
      receivedAny = true;
      // After the first bytes nobody waits for more, unless MSG_WAITALL asks for it.
      const wait: u32 = done > 0 && (flags & Message.waitAll) === 0 ? Message.dontWait : 0;
      const n = this.receive(vectors[i * 2], length, flags | wait, received);
      if (n < 0 && done === 0) return n;
      if (n <= 0) break;
      done += u64(n);
      if (u64(n) < length || received.atBorder) break;
    }
    return receivedAny ? isize(done) : this.receive(0, 0, flags, received);
  }
  /** The out-of-band byte, into the first struct iovec that has room. */
  private receiveUrgent(vectors: Ptr<u64>, count: u64, flags: u32, received: Received): isize {
    const { input } = this;
    if (input === null) return -Errno.EINVAL;
    let i: u64 = 0;
    while (i < count && vectors[i * 2 + 1] === 0) i++;
    const peek = (flags & Message.peek) !== 0;
    const n: isize =
      i < count ? input.readUrgent(vectors[i * 2], vectors[i * 2 + 1], peek) : input.readUrgent(0, 0, peek);
    if (n > 0) received.flags |= Message.outOfBand;
    return n;
  }
  /** recv(2) into one range. */
  private receive(to: u64, count: u64, flags: u32, received: Received): isize {
    const { input } = this;
    if (input === null) return -Errno.EINVAL;
    const peek = (flags & Message.peek) !== 0;
    const low = min(u64(this.options.receiveLow), count);
    const enough: u64 = peek ? 0 : (flags & Message.waitAll) !== 0 ? count : low;
    const deadline: u64 = this.receiveTimeoutNs === 0 ? 0 : monotonicNs() + this.receiveTimeoutNs;
    let done: u64 = 0;
    while (true) {
      const blocks = this.blocks(flags);
      const n = input.read(this.changes, to + done, count - done, blocks, deadline, peek, received);
      if (n <= 0) return done > 0 ? isize(done) : n;
      done += u64(n);
      if (done >= enough || received.atBorder) return isize(done);
    }
  }
  override read(buffer: u64, count: u64): isize {
    let vector!: FixedArray<u64, 2>;
    vector[0] = buffer;
    vector[1] = count;
    return this.readVectors(vector.ptr, 1);
  }
  /** Bytes of the kernel's own (sendfile(2)); programs write vectors. */
  override write(buffer: u64, count: u64): isize {
    if (this.type === SocketType.stream) return this.send(buffer, count, 0, null, FILE_PIECE);
    let vector!: FixedArray<u64, 2>;
    vector[0] = buffer;
    vector[1] = count;
    return this.sendVectors(vector.ptr, 1, 0, null, 0, null);
  }
  override writeVectors(vectors: Ptr<u64>, count: u64): isize {
    return this.sendVectors(vectors, count, 0, null, 0, null);
  }
  override get takesVectors(): boolean {
    return true;
  }
  /** readv(2), for which descriptors that came are lost; nothing is read into no room. */
  override readVectors(vectors: Ptr<u64>, count: u64): isize {
    let length: u64 = 0;
    for (let i: u64 = 0; i < count; i++) length += vectors[i * 2 + 1];
    if (length === 0) return 0;
    const received: Embed<Received> = new Received();
    const n = this.receiveVectors(vectors, count, 0, received);
    received.dropControl();
    return n;
  }
  setOutOfBandInline(on: boolean): void {
    this.options.outOfBandInline = on;
    const { input } = this;
    if (input !== null) input.urgent.isInline = on;
  }
  /** Whether a receive would find something, or the end. */
  get isReadable(): boolean {
    const { input } = this;
    return input !== null && input.isReadable;
  }
  /** SO_ERROR: the pending error, positive, which it takes. */
  takeError(): u32 {
    const { input } = this;
    if (input === null) return 0;
    const { error } = input;
    input.error = 0;
    return u32(-error);
  }
  /** shutdown(2): 0 no more reading, 1 no more writing, 2 both. */
  shutdown(how: u32): void {
    const { input, output } = this;
    if (this.state === SocketState.listening && how !== 1) {
      this.refusesMore = true;
      this.changes.changed(LISTENER_SHUT);
      roomMayBe();
    }
    if (how !== 1 && input !== null) input.closeRead();
    if (how !== 0 && output !== null) output.closeWrite();
  }

  // ---- readiness

  /** Linux net/unix/af_unix.c, unix_poll. */
  override readiness(): u32 {
    const { input, output } = this;
    if (this.state === SocketState.listening) {
      const events: u32 = this.firstWaiting !== null ? Poll.in | Poll.readNormal : 0;
      return this.refusesMore ? events | LISTENER_SHUT : events;
    }
    if (input === null || output === null) return Poll.hangUp | Poll.out | Poll.writeNormal | Poll.writeBand;
    let events: u32 = 0;
    const readEnded = input.readClosed || input.writeClosed;
    const writeEnded = output.readClosed || output.writeClosed;
    if (input.error !== 0) events |= Poll.error;
    if (readEnded && writeEnded) events |= Poll.hangUp;
    if (readEnded) events |= READ_HANG_UP | Poll.in | Poll.readNormal;
    if (input.hasData) events |= Poll.in | Poll.readNormal;
    if (input.urgent.waits) events |= Poll.priority;
    if (output.isWritable) events |= Poll.out | Poll.writeNormal | Poll.writeBand;
    return events;
  }
  override readinessSource(): Readiness | null {
    return this.changes;
  }
  override ioctl(request: u32, argument: u64): isize {
    if (request !== FIONREAD && request !== SIOCATMARK) return -Errno.ENOTTY;
    const { input } = this;
    if (request === FIONREAD && this.state === SocketState.listening) return -Errno.EINVAL;
    if (!userWritable(argument, 4)) return -Errno.EFAULT;
    let value: u64 = 0;
    if (input !== null) value = request === FIONREAD ? input.length : input.isAtMark ? 1 : 0;
    storeUnaligned<u32>(argument, u32(value));
    return 0;
  }
  override onClose(): void {
    this.leaveList();
    this.state = SocketState.unconnected;
    this.changes.waiters.wakeAll();
    roomMayBe();
    for (let s = this.dequeue(); s !== null; s = this.dequeue()) s.refuse();
    this.closeStreams();
    this.address.release();
    this.peerAddress.release();
  }
  closeStreams(): void {
    const { input, output } = this;
    const unread = input !== null && input.hasUnread;
    this.input = null;
    this.output = null;
    if (output !== null) output.dropWriter(this.writer, unread ? -Errno.ECONNRESET : 0);
    if (input !== null) input.dropReader();
  }
  /**
   * Closes a connection that was never accepted: the other end sees a reset.
   * @depth 1 a connection has no connections that wait for it
   */
  private refuse(): void {
    const { output } = this;
    this.output = null;
    if (output !== null) output.dropWriter(this.writer, -Errno.ECONNRESET);
    this.release();
  }
}

/** The socket that bind(2) gave this file: a reference, or null. */
export function socketOfInode(inode: Inode): UnixSocket | null {
  for (let s = sockets; s !== null; s = s.next) if (s.address.inode === inode) return retained(s);
  return null;
}
/** The socket of a type that bind(2) gave this abstract name (each type has its own): a reference, or null. */
export function socketOfName(name: string, type: SocketType): UnixSocket | null {
  for (let s = sockets; s !== null; s = s.next) {
    // A connection shares its listener's name, but only the listener is bound to it.
    if (s.ownsName && s.type === type && s.address.inode === null && s.address.name === name)
      return retained(s);
  }
  return null;
}
function retained(socket: UnixSocket): UnixSocket {
  socket.retain();
  return socket;
}
