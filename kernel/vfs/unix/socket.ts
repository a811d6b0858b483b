/**
 * Stream sockets of AF_UNIX: pairs, and connections by name.
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
import { SocketOptions } from "./options.ts";
import { READ_HANG_UP, Stream } from "./stream.ts";

class SocketInode extends Inode {
  override onUnreferenced(): void {
    free(this);
  }
  /** A socket is not opened by name. */
  override openFile(_flags: u32): [OpenFile | null, i32] {
    return [null, -Errno.ENXIO];
  }
}

/** Flags of send(2) and recv(2). */
export enum Message {
  outOfBand = 1,
  peek = 2,
  dontWait = 0x40,
  waitAll = 0x100,
  noSignal = 0x4000,
}
export enum SocketState {
  unconnected = 0,
  listening = 1,
  connected = 2,
}
const FIONREAD: u32 = 0x541b;
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

let sockets: UnixSocket | null = null;

export class UnixSocket extends OpenFile {
  state: SocketState = SocketState.unconnected;
  readonly address: Embed<UnixAddress> = new UnixAddress();
  readonly peerAddress: Embed<UnixAddress> = new UnixAddress();
  /** SO_RCVTIMEO and SO_SNDTIMEO; 0: none. */
  receiveTimeoutNs: u64 = 0;
  sendTimeoutNs: u64 = 0;
  passCredentials: boolean = false;
  readonly options: Embed<SocketOptions> = new SocketOptions();
  /** The name is this socket's by bind(2). */
  ownsName: boolean = false;
  private input: Stream | null = null;
  private output: Stream | null = null;
  private readonly changes: Embed<Readiness> = new Readiness();
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

  enterList(): void {
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
  connectStreams(input: Stream, output: Stream): void {
    input.setReader(this.changes);
    output.setWriter(this.changes);
    this.input = input;
    this.output = output;
    output.limit = u64(this.options.sendBuffer);
    this.state = SocketState.connected;
  }

  /** SO_SNDBUF, which limits what is on the way from here. */
  setSendBuffer(size: u32): void {
    this.options.setSendBuffer(size);
    const { output } = this;
    if (output !== null) output.limit = u64(this.options.sendBuffer);
  }

  // ---- connections

  /** listen(2) on a bound socket. */
  listen(backlog: u32): void {
    this.backlog = backlog;
    this.state = SocketState.listening;
    this.changes.changed(Poll.out | Poll.writeNormal);
  }
  private get takesMore(): boolean {
    return this.state === SocketState.listening && !this.refusesMore;
  }
  /** connect(2) to another socket: -EAGAIN while its queue is full, -ECONNREFUSED when it takes no connections. */
  connectTo(listener: UnixSocket): i32 {
    if (!listener.takesMore) return -Errno.ECONNREFUSED;
    if (listener.waitingCount > listener.backlog) return -Errno.EAGAIN;
    const other = newUnixSocket(0);
    other.address.copyName(listener.address);
    other.peerAddress.copyName(this.address);
    this.peerAddress.copyName(listener.address);
    join(this, other);
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

  private blocks(flags: u32): boolean {
    return !this.isNonBlocking && (flags & Message.dontWait) === 0;
  }
  /** send(2): bytes taken, or -ENOTCONN, -EPIPE (with SIGPIPE unless MSG_NOSIGNAL), -EAGAIN, -EINTR. */
  send(from: u64, count: u64, flags: u32): isize {
    const { output } = this;
    if (output === null) return -Errno.ENOTCONN;
    // Memory is read before the other side is looked at, but after this one.
    if (!output.writeClosed && !userReadable(from, count)) return -Errno.EFAULT;
    const broken = output.writeClosed || (output.readClosed && count > 0);
    const deadline: u64 = this.sendTimeoutNs === 0 ? 0 : monotonicNs() + this.sendTimeoutNs;
    const n: isize = broken
      ? -Errno.EPIPE
      : output.write(this.changes, from, count, this.blocks(flags), deadline);
    if (n === -Errno.EPIPE && (flags & Message.noSignal) === 0) raiseBrokenPipe();
    return n;
  }
  override restartsAfterSignal(writing: boolean): boolean {
    return (writing ? this.sendTimeoutNs : this.receiveTimeoutNs) === 0;
  }
  /** Whether a send would get as far as reading the program's memory. */
  get mayStillSend(): boolean {
    const { output } = this;
    return output !== null && !output.writeClosed;
  }
  /** recv(2); `offset` is how far a peek begins behind the front. */
  receive(to: u64, count: u64, flags: u32, offset: u64): isize {
    const { input } = this;
    if (input === null) return -Errno.EINVAL;
    const peek = (flags & Message.peek) !== 0;
    const low = min(u64(this.options.receiveLow), count);
    const enough: u64 = peek ? 0 : (flags & Message.waitAll) !== 0 ? count : low;
    const deadline: u64 = this.receiveTimeoutNs === 0 ? 0 : monotonicNs() + this.receiveTimeoutNs;
    let done: u64 = 0;
    while (true) {
      const n = input.read(this.changes, to + done, count - done, this.blocks(flags), deadline, peek, offset);
      if (n <= 0) return done > 0 ? isize(done) : n;
      done += u64(n);
      if (done >= enough) return isize(done);
    }
  }
  override read(buffer: u64, count: u64): isize {
    return count === 0 ? 0 : this.receive(buffer, count, 0, 0);
  }
  override write(buffer: u64, count: u64): isize {
    return this.send(buffer, count, 0);
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
    if (input.length > 0) events |= Poll.in | Poll.readNormal;
    if (output.isWritable) events |= Poll.out | Poll.writeNormal | Poll.writeBand;
    return events;
  }
  override readinessSource(): Readiness | null {
    return this.changes;
  }
  override ioctl(request: u32, argument: u64): isize {
    if (request !== FIONREAD) return -Errno.ENOTTY;
    const { input } = this;
    if (input === null) return -Errno.EINVAL;
    if (!userWritable(argument, 4)) return -Errno.EFAULT;
    storeUnaligned<u32>(argument, u32(input.length));
    return 0;
  }
  override onClose(): void {
    const { input, output } = this;
    this.leaveList();
    this.state = SocketState.unconnected;
    this.changes.waiters.wakeAll();
    roomMayBe();
    for (let s = this.dequeue(); s !== null; s = this.dequeue()) s.refuse();
    const unread = input !== null && input.length > 0;
    this.input = null;
    this.output = null;
    if (output !== null) output.dropWriter(unread ? -Errno.ECONNRESET : 0);
    if (input !== null) input.dropReader();
    this.address.release();
    this.peerAddress.release();
  }
  /**
   * Closes a connection that was never accepted: the other end sees a reset.
   * @depth 1 a connection has no connections that wait for it
   */
  private refuse(): void {
    const { output } = this;
    this.output = null;
    if (output !== null) output.dropWriter(-Errno.ECONNRESET);
    this.release();
  }
}

let socketFilesystem: u64 = 0;
let nextSocket: u64 = 1;

/** A new socket without name or connection: a reference. */
export function newUnixSocket(flags: u32): UnixSocket {
  if (socketFilesystem === 0) socketFilesystem = newFilesystemNumber();
  const inode = new SocketInode();
  inode.filesystem = socketFilesystem;
  inode.number = nextSocket++;
  inode.mode = FileKind.socket | 0o777;
  inode.retain();
  const socket = new UnixSocket();
  socket.inode = inode;
  socket.role = Role.socket;
  socket.flags = OpenFlag.readWrite | (flags & OpenFlag.nonBlocking);
  socket.enterList();
  return socket;
}
function join(a: UnixSocket, b: UnixSocket): void {
  const forward = new Stream();
  const back = new Stream();
  a.connectStreams(back, forward);
  b.connectStreams(forward, back);
}
/** Two connected sockets, a reference each. */
export function newSocketPair(flags: u32): [UnixSocket, UnixSocket] {
  const a = newUnixSocket(flags);
  const b = newUnixSocket(flags);
  join(a, b);
  return [a, b];
}
/** The socket that bind(2) gave this file: a reference, or null. */
export function socketOfInode(inode: Inode): UnixSocket | null {
  for (let s = sockets; s !== null; s = s.next) if (s.address.inode === inode) return retained(s);
  return null;
}
/** The socket that bind(2) gave this abstract name: a reference, or null. */
export function socketOfName(name: string): UnixSocket | null {
  for (let s = sockets; s !== null; s = s.next) {
    // A connection shares its listener's name, but only the listener is bound to it.
    if (s.ownsName && s.address.inode === null && s.address.name === name) return retained(s);
  }
  return null;
}
function retained(socket: UnixSocket): UnixSocket {
  socket.retain();
  return socket;
}
