/** Sockets: making, naming and connecting them (AF_UNIX). Others are refused by name: there is no network yet. */
import { Errno } from "../lib/errno.ts";
import { logOnce } from "../lib/log.ts";
import { copyString, freeString } from "../lib/strings.ts";
import { userWritable } from "../mm/user.ts";
import { currentFiles, currentProcess } from "../process/process.ts";
import { monotonicNs } from "../time/clock.ts";
import { FileKind } from "../vfs/inode.ts";
import { OpenFlag } from "../vfs/openfile.ts";
import { currentDirectory, Walk } from "../vfs/path.ts";
import { AF_UNIX } from "../vfs/unix/address.ts";
import { newSocketPair, newUnixSocket } from "../vfs/unix/make.ts";
import {
  connectionQueueChanges,
  SocketState,
  SocketType,
  socketOfName,
  type UnixSocket,
  waitForConnectionQueue,
} from "../vfs/unix/socket.ts";
import { Sys } from "./numbers.ts";
import { RESTART } from "./results.ts";
import {
  bindAutomatically,
  bindForCredentials,
  checkAddress,
  giveAddress,
  socketAt,
  socketOf,
  unixName,
} from "./sockets.ts";
import { handle } from "./table.ts";

const SOCK_RAW: u32 = 3;
const AF_UNSPEC: u32 = 0;
const TYPE_MASK: u32 = 15;
const CREATE_FLAGS: u32 = OpenFlag.closeOnExec | OpenFlag.nonBlocking;
const MOST_FAMILIES: u32 = 46;
const LOG_KEY_FAMILY: u32 = 2048;

/** Why a socket of this kind is not made; 0 when it is. */
function refusal(family: u32, type: u32, protocol: u32): i32 {
  const kind = type & TYPE_MASK;
  if ((type & ~(TYPE_MASK | CREATE_FLAGS)) !== 0) return -Errno.EINVAL;
  if (family >= MOST_FAMILIES) return -Errno.EAFNOSUPPORT;
  if (kind > 10) return -Errno.EINVAL;
  if (family !== AF_UNIX) {
    logOnce(LOG_KEY_FAMILY + family, `syscall: socket of family ${family}, type ${kind} is not supported`);
    return -Errno.EAFNOSUPPORT;
  }
  if (protocol > 1) return -Errno.EPROTONOSUPPORT;
  const isServed =
    kind === SocketType.stream ||
    kind === SocketType.datagram ||
    kind === SocketType.packet ||
    kind === SOCK_RAW;
  return isServed ? 0 : -Errno.ESOCKTNOSUPPORT;
}
/** Of a served type; SOCK_RAW is the same as SOCK_DGRAM. */
function typeOf(type: u32): SocketType {
  const kind = type & TYPE_MASK;
  if (kind === SocketType.stream) return SocketType.stream;
  return kind === SocketType.packet ? SocketType.packet : SocketType.datagram;
}
/** A descriptor for a new socket, whose reference it takes over. */
function install(socket: UnixSocket, type: u32): isize {
  const fd = currentFiles().add(socket, (type & OpenFlag.closeOnExec) !== 0, 0);
  if (fd < 0) socket.release();
  return isize(fd);
}
export function sysSocket(family: u32, type: u32, protocol: u32): isize {
  const error = refusal(family, type, protocol);
  return error !== 0 ? isize(error) : install(newUnixSocket(type, typeOf(type)), type);
}
export function sysSocketpair(family: u32, type: u32, protocol: u32, to: u64): isize {
  const badFlags = (type & ~(TYPE_MASK | CREATE_FLAGS)) !== 0;
  if (!badFlags && !userWritable(to, 8)) return -Errno.EFAULT;
  const error = refusal(family, type, protocol);
  if (error !== 0) return isize(error);
  const [a, b] = newSocketPair(type, typeOf(type), currentProcess().pid);
  const first = install(a, type);
  if (first < 0) {
    b.release();
    return first;
  }
  const second = install(b, type);
  if (second < 0) {
    currentFiles().close(i32(first));
    return second;
  }
  storeUnaligned<i32>(to, i32(first));
  storeUnaligned<i32>(to + 4, i32(second));
  return 0;
}

/** bind(2): EINVAL for a bad or second name, EADDRINUSE, and what making a file may fail with. */
export function sysBind(fd: i32, at: u64, length: i32): isize {
  const [found, socketError] = socketOf(fd);
  if (found === null) return isize(socketError);
  using socket = found;
  const error = checkAddress(at, length);
  if (error !== 0) return isize(error);
  if (length === 2 && u32(loadUnaligned<u16>(at)) === AF_UNIX) {
    return socket.address.isBound ? 0 : isize(bindAutomatically(socket));
  }
  const [name, nameError] = unixName(at, length);
  if (nameError !== 0) return isize(nameError);
  if (name.byteAt(0) === 0) {
    if (socket.address.isBound) return -Errno.EINVAL;
    using taken = socketOfName(name, socket.type);
    if (taken !== null) return -Errno.EADDRINUSE;
  } else {
    const walk: Embed<Walk> = new Walk();
    using _done = walk.scope();
    const walkError = walk.toNew(currentDirectory(), name, false);
    if (walkError !== 0) return walkError === -Errno.EEXIST ? -Errno.EADDRINUSE : isize(walkError);
    if (socket.address.isBound) return -Errno.EINVAL;
    const [made, createError] = walk.parent!.create(
      walk.name,
      FileKind.socket | (0o777 & ~currentProcess().umask),
      0,
    );
    if (made === null) return isize(createError);
    socket.address.inode = made;
  }
  socket.address.set(name);
  socket.ownsName = true;
  return 0;
}
export function sysListen(fd: i32, backlog: i32): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (socket.type === SocketType.datagram) return -Errno.EOPNOTSUPP;
  if (!socket.ownsName || socket.state === SocketState.connected) return -Errno.EINVAL;
  socket.listen(min(u32(backlog), 4096), currentProcess().pid);
  return 0;
}
/** connect(2) of a datagram socket: AF_UNSPEC undoes it. */
function connectDatagram(socket: UnixSocket, at: u64, length: i32): i32 {
  if (length >= 2 && u32(loadUnaligned<u16>(at)) === AF_UNSPEC) {
    socket.disconnect();
    return 0;
  }
  const [name, nameError] = unixName(at, length);
  if (nameError !== 0) return nameError;
  bindForCredentials(socket);
  const [target, targetError] = socketAt(name, socket.type);
  if (target === null) return targetError;
  using other = target;
  return socket.connectDatagram(other);
}
/** As Linux, looks the listener up again whenever it has waited for room in its queue. */
function connectByName(socket: UnixSocket, name: string): isize {
  const deadline: u64 = socket.sendTimeoutNs === 0 ? 0 : monotonicNs() + socket.sendTimeoutNs;
  while (true) {
    const seen = connectionQueueChanges();
    const result = tryToConnect(socket, name);
    if (result !== -Errno.EAGAIN || socket.isNonBlocking) return isize(result);
    const error = waitForConnectionQueue(seen, deadline);
    if (error !== 0) return error;
  }
}
/** -EAGAIN when the listener's queue is full. */
function tryToConnect(socket: UnixSocket, name: string): i32 {
  const [target, error] = socketAt(name, socket.type);
  if (target === null) return error;
  using listener = target;
  if (listener.state !== SocketState.listening) return -Errno.ECONNREFUSED;
  if (socket.state === SocketState.connected) return -Errno.EISCONN;
  if (socket.state === SocketState.listening) return -Errno.EINVAL;
  return socket.connectTo(listener, currentProcess().pid);
}
export function sysConnect(fd: i32, at: u64, length: i32): isize {
  const [found, socketError] = socketOf(fd);
  if (found === null && socketError === -Errno.EBADF) return isize(socketError);
  const error = checkAddress(at, length);
  if (found === null) return isize(error !== 0 ? error : socketError);
  using socket = found;
  if (error !== 0) return isize(error);
  if (socket.type === SocketType.datagram) return isize(connectDatagram(socket, at, length));
  const [name, nameError] = unixName(at, length);
  if (nameError !== 0) return isize(nameError);
  bindForCredentials(socket);
  // The call may sleep, and the program change its memory.
  const copy = copyString(name);
  const result = connectByName(socket, copy);
  freeString(copy);
  return result === -Errno.EINTR && socket.restartsAfterSignal(true) ? RESTART : result;
}
export function sysAccept4(fd: i32, to: u64, length: u64, flags: u32): isize {
  const [found, socketError] = socketOf(fd);
  if (found === null) {
    return socketError !== -Errno.EBADF && (flags & ~CREATE_FLAGS) !== 0 ? -Errno.EINVAL : isize(socketError);
  }
  using socket = found;
  if ((flags & ~CREATE_FLAGS) !== 0) return -Errno.EINVAL;
  if (socket.type === SocketType.datagram) return -Errno.EOPNOTSUPP;
  const [accepted, error] = socket.accept();
  if (accepted === null)
    return error === -Errno.EINTR && socket.restartsAfterSignal(false) ? RESTART : isize(error);
  if (to !== 0) {
    const addressError = giveAddress(accepted.peerAddress, to, length);
    if (addressError !== 0) {
      accepted.release();
      return isize(addressError);
    }
  }
  accepted.flags |= flags & OpenFlag.nonBlocking;
  return install(accepted, flags);
}
export function sysShutdown(fd: i32, how: u32): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (how > 2) return -Errno.EINVAL;
  socket.shutdown(how);
  return 0;
}
export function sysGetsockname(fd: i32, to: u64, length: u64): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  return isize(giveAddress(socket.address, to, length));
}
export function sysGetpeername(fd: i32, to: u64, length: u64): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (socket.state !== SocketState.connected) return -Errno.ENOTCONN;
  return isize(giveAddress(socket.peerAddress, to, length));
}

export function registerSocketCalls(): void {
  handle(Sys.socket, (family, type, protocol) => sysSocket(u32(family), u32(type), u32(protocol)));
  handle(Sys.socketpair, (family, type, protocol, to) =>
    sysSocketpair(u32(family), u32(type), u32(protocol), to),
  );
  handle(Sys.bind, (fd, at, length) => sysBind(i32(fd), at, i32(length)));
  handle(Sys.listen, (fd, backlog) => sysListen(i32(fd), i32(backlog)));
  handle(Sys.connect, (fd, at, length) => sysConnect(i32(fd), at, i32(length)));
  handle(Sys.accept, (fd, to, length) => sysAccept4(i32(fd), to, length, 0));
  handle(Sys.accept4, (fd, to, length, flags) => sysAccept4(i32(fd), to, length, u32(flags)));
  handle(Sys.shutdown, (fd, how) => sysShutdown(i32(fd), u32(how)));
  handle(Sys.getsockname, (fd, to, length) => sysGetsockname(i32(fd), to, length));
  handle(Sys.getpeername, (fd, to, length) => sysGetpeername(i32(fd), to, length));
}
