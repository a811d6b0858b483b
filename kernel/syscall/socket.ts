/** Sockets: connected pairs within the program. Others are refused by name: this kernel has no network yet. */
import { Errno } from "../lib/errno.ts";
import { logOnce } from "../lib/log.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { OpenFlag, Role } from "../vfs/openfile.ts";
import { newSocketPair, type Socket } from "../vfs/socketpair.ts";
import { Sys } from "./numbers.ts";
import { sysReadv, sysWritev } from "./readwrite.ts";
import { handle } from "./table.ts";

const AF_UNIX: u32 = 1;
const SOCK_STREAM: u32 = 1;
const TYPE_MASK: u32 = 15;
const CREATE_FLAGS: u32 = OpenFlag.closeOnExec | OpenFlag.nonBlocking;
const LOG_KEY_FAMILY: u32 = 2048;

export function sysSocket(family: u32, type: u32): isize {
  logOnce(
    LOG_KEY_FAMILY + (family & 63),
    `syscall: socket of family ${family}, type ${type & TYPE_MASK} is not supported`,
  );
  return -Errno.EAFNOSUPPORT;
}
export function sysSocketpair(family: u32, type: u32, protocol: u32, to: u64): isize {
  if ((type & ~(TYPE_MASK | CREATE_FLAGS)) !== 0) return -Errno.EINVAL;
  if (family !== AF_UNIX) return -Errno.EAFNOSUPPORT;
  const kind = type & TYPE_MASK;
  if (kind === 0 || kind > 10) return -Errno.EINVAL;
  if (kind !== SOCK_STREAM) {
    logOnce(LOG_KEY_FAMILY + 64 + kind, `syscall: socketpair of type ${kind} is not supported`);
    return -Errno.ESOCKTNOSUPPORT;
  }
  if (protocol > 1) return -Errno.EPROTONOSUPPORT;
  if (!userWritable(to, 8)) return -Errno.EFAULT;
  const [a, b] = newSocketPair(type);
  const closeOnExec = (type & OpenFlag.closeOnExec) !== 0;
  const first = currentFiles().add(a, closeOnExec, 0);
  const second: i32 = first < 0 ? first : currentFiles().add(b, closeOnExec, 0);
  if (second < 0) {
    if (first < 0) a.release();
    else currentFiles().close(first);
    b.release();
    return isize(second);
  }
  storeUnaligned<i32>(to, first);
  storeUnaligned<i32>(to + 4, second);
  return 0;
}

enum Message {
  peek = 2,
  dontWait = 0x40,
  noSignal = 0x4000,
}
/** The socket of a descriptor, its reference for the caller: [socket, 0] or [null, EBADF or ENOTSOCK]. */
function socketOf(fd: i32): [Socket | null, i32] {
  const file = currentFiles().get(fd);
  if (file === null) return [null, -Errno.EBADF];
  if (file.role === Role.socket) return [ref<Socket>(addressOf(file)), 0];
  file.release();
  return [null, -Errno.ENOTSOCK];
}
export function sysSendto(fd: i32, from: u64, count: u64, flags: u32, address: u64): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (address !== 0) return -Errno.EISCONN;
  if (!userReadable(from, count)) return -Errno.EFAULT;
  if ((flags & Message.noSignal) !== 0 && socket.isBroken) return -Errno.EPIPE;
  if ((flags & Message.dontWait) !== 0 && (socket.readiness() & 4) === 0) return -Errno.EAGAIN;
  return socket.write(from, count);
}
export function sysRecvfrom(fd: i32, to: u64, count: u64, flags: u32): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (!userWritable(to, count)) return -Errno.EFAULT;
  if ((flags & Message.peek) !== 0) return socket.peek(to, count);
  if ((flags & Message.dontWait) !== 0 && (socket.readiness() & 1) === 0) return -Errno.EAGAIN;
  return socket.read(to, count);
}
/** struct msghdr: name, its length, vectors, their number, control, its length, flags (56 bytes). */
export function sysSendmsg(fd: i32, message: u64): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (!userReadable(message, 56)) return -Errno.EFAULT;
  const words = ptr<u64>(message);
  if (words[4] !== 0 && words[5] !== 0) return -Errno.EOPNOTSUPP; // descriptors go to no other process
  return sysWritev(fd, words[2], words[3]);
}
export function sysRecvmsg(fd: i32, message: u64): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (!userWritable(message, 56)) return -Errno.EFAULT;
  const words = ptr<u64>(message);
  const n = sysReadv(fd, words[2], words[3]);
  if (n < 0) return n;
  ptr<u32>(message + 8)[0] = 0;
  words[5] = 0;
  words[6] = 0;
  return n;
}
export function sysShutdown(fd: i32, how: u32): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (how > 2) return -Errno.EINVAL;
  socket.shutdown(how);
  return 0;
}
/** getsockname(2), getpeername(2): both ends of a pair have no name. */
export function sysGetsockname(fd: i32, to: u64, size: u64): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (!userWritable(size, 4)) return -Errno.EFAULT;
  const room = ptr<u32>(size)[0];
  if (room >= 2) {
    if (!userWritable(to, 2)) return -Errno.EFAULT;
    storeUnaligned<u16>(to, u16(AF_UNIX));
  }
  ptr<u32>(size)[0] = 2;
  return 0;
}

const SOL_SOCKET: u32 = 1;
enum SocketOption {
  type = 3,
  error = 4,
  sendBuffer = 7,
  receiveBuffer = 8,
  acceptConnections = 30,
  protocol = 38,
  domain = 39,
}
export function sysGetsockopt(fd: i32, level: u32, option: u32, to: u64, size: u64): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (level !== SOL_SOCKET) return -Errno.EOPNOTSUPP;
  if (!userWritable(size, 4) || !userWritable(to, 4)) return -Errno.EFAULT;
  if (ptr<u32>(size)[0] < 4) return -Errno.EINVAL;
  let value: u32 = 0;
  switch (option) {
    case SocketOption.type:
    case SocketOption.domain:
      value = 1;
      break;
    case SocketOption.sendBuffer:
    case SocketOption.receiveBuffer:
      value = 65536;
      break;
    case SocketOption.error:
    case SocketOption.acceptConnections:
    case SocketOption.protocol:
      break;
    default:
      return -Errno.ENOPROTOOPT;
  }
  storeUnaligned<u32>(to, value);
  ptr<u32>(size)[0] = 4;
  return 0;
}
/** setsockopt(2): sizes and time limits of a pair are its own; what else is asked is refused. */
export function sysSetsockopt(fd: i32, level: u32, option: u32): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (level !== SOL_SOCKET) return -Errno.EOPNOTSUPP;
  return option === SocketOption.sendBuffer || option === SocketOption.receiveBuffer ? 0 : -Errno.ENOPROTOOPT;
}

export function registerSocketCalls(): void {
  handle(Sys.socket, (family, type) => sysSocket(u32(family), u32(type)));
  handle(Sys.socketpair, (family, type, protocol, to) =>
    sysSocketpair(u32(family), u32(type), u32(protocol), to),
  );
  handle(Sys.sendto, (fd, from, count, flags, address) =>
    sysSendto(i32(fd), from, count, u32(flags), address),
  );
  handle(Sys.recvfrom, (fd, to, count, flags) => sysRecvfrom(i32(fd), to, count, u32(flags)));
  handle(Sys.sendmsg, (fd, message) => sysSendmsg(i32(fd), message));
  handle(Sys.recvmsg, (fd, message) => sysRecvmsg(i32(fd), message));
  handle(Sys.shutdown, (fd, how) => sysShutdown(i32(fd), u32(how)));
  handle(Sys.getsockname, (fd, to, size) => sysGetsockname(i32(fd), to, size));
  handle(Sys.getpeername, (fd, to, size) => sysGetsockname(i32(fd), to, size));
  handle(Sys.getsockopt, (fd, level, option, to, size) =>
    sysGetsockopt(i32(fd), u32(level), u32(option), to, size),
  );
  handle(Sys.setsockopt, (fd, level, option) => sysSetsockopt(i32(fd), u32(level), u32(option)));
}
