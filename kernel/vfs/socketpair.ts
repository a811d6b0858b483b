/**
 * A connected pair of stream sockets (socketpair(2) of AF_UNIX): a pipe each way, each socket the reader of one and the
 * writer of the other.
 */
import { Errno } from "../lib/errno.ts";
import type { WaitQueue } from "../sync/waitqueue.ts";
import { FileKind, Inode, newFilesystemNumber } from "./inode.ts";
import { OpenFile, OpenFlag, Poll, Role } from "./openfile.ts";
import { newPipe, peekPipe } from "./pipe.ts";
import { readinessChanges } from "./wait.ts";

class SocketInode extends Inode {
  override onUnreferenced(): void {
    free(this);
  }
  /** A socket is not opened by name. */
  override openFile(_flags: u32): [OpenFile | null, i32] {
    return [null, -Errno.ENXIO];
  }
}

/** POLLRDHUP: the other side sends no more. */
const READ_HANG_UP: u32 = 0x2000;

export class Socket extends OpenFile {
  /** Null once that direction was shut down. */
  private input: OpenFile | null = null;
  private output: OpenFile | null = null;

  connect(input: OpenFile, output: OpenFile): void {
    this.input = input;
    this.output = output;
  }
  private end(file: OpenFile): OpenFile {
    file.flags = (file.flags & ~u32(OpenFlag.nonBlocking)) | (this.flags & OpenFlag.nonBlocking);
    return file;
  }
  override read(buffer: u64, count: u64): isize {
    const { input } = this;
    return input === null ? 0 : this.end(input).read(buffer, count);
  }
  /** recv(2) with MSG_PEEK: waits as `read` does, and leaves the data there. */
  peek(buffer: u64, count: u64): isize {
    const { input } = this;
    if (input === null) return 0;
    const ready = input.readiness();
    if ((ready & (Poll.in | Poll.hangUp)) === 0) return -Errno.EAGAIN;
    return isize(peekPipe(input, buffer, count));
  }
  override write(buffer: u64, count: u64): isize {
    const { output } = this;
    return output === null ? -Errno.EPIPE : this.end(output).write(buffer, count);
  }
  /** True when nobody can read what is sent: a write raises SIGPIPE. */
  get isBroken(): boolean {
    const { output } = this;
    return output === null || (output.readiness() & Poll.error) !== 0;
  }
  /** shutdown(2): 0 no more reading, 1 no more writing, 2 both. */
  shutdown(how: u32): void {
    const { input, output } = this;
    if (how !== 1 && input !== null) {
      this.input = null;
      input.release();
    }
    if (how !== 0 && output !== null) {
      this.output = null;
      output.release();
    }
  }
  override readiness(): u32 {
    const { input, output } = this;
    let events: u32 = 0;
    const incoming: u32 = input === null ? Poll.hangUp : input.readiness();
    if ((incoming & Poll.in) !== 0) events |= Poll.in | Poll.readNormal;
    if ((incoming & Poll.hangUp) !== 0) events |= Poll.in | Poll.readNormal | READ_HANG_UP;
    const broken = this.isBroken;
    if (broken || (output !== null && (output.readiness() & Poll.out) !== 0))
      events |= Poll.out | Poll.writeNormal;
    if (broken && (incoming & Poll.hangUp) !== 0) events |= Poll.hangUp;
    return events;
  }
  override readinessQueue(): WaitQueue | null {
    return readinessChanges();
  }
  override activity(): u64 {
    const { input, output } = this;
    return (input === null ? 0 : input.activity()) + (output === null ? 0 : output.activity());
  }
  override ioctl(request: u32, argument: u64): isize {
    const { input } = this;
    return input === null ? -Errno.ENOTTY : input.ioctl(request, argument);
  }
  override onClose(): void {
    this.shutdown(2);
  }
}

let socketFilesystem: u64 = 0;
let nextSocket: u64 = 1;

function newSocket(input: OpenFile, output: OpenFile, flags: u32): Socket {
  if (socketFilesystem === 0) socketFilesystem = newFilesystemNumber();
  const inode = new SocketInode();
  inode.filesystem = socketFilesystem;
  inode.number = nextSocket++;
  inode.mode = FileKind.socket | 0o777;
  inode.retain();
  const socket = new Socket();
  socket.inode = inode;
  socket.role = Role.socket;
  socket.flags = OpenFlag.readWrite | (flags & OpenFlag.nonBlocking);
  socket.connect(input, output);
  return socket;
}
/** Two sockets, a reference each. */
export function newSocketPair(flags: u32): [Socket, Socket] {
  const [readA, writeA] = newPipe(0);
  const [readB, writeB] = newPipe(0);
  return [newSocket(readA, writeB, flags), newSocket(readB, writeA, flags)];
}
