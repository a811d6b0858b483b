/** getsockopt(2) and setsockopt(2) at the socket level (socket(7)). */
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { AF_UNIX } from "../vfs/unix/address.ts";
import { SocketState, type UnixSocket } from "../vfs/unix/socket.ts";
import { Sys } from "./numbers.ts";
import { socketOf } from "./sockets.ts";
import { handle } from "./table.ts";
import { readTimeval } from "./timespec.ts";

const SOL_SOCKET: u32 = 1;
enum SocketOption {
  debug = 1,
  reuseAddress = 2,
  type = 3,
  error = 4,
  sendBuffer = 7,
  receiveBuffer = 8,
  noRoute = 5,
  broadcast = 6,
  keepAlive = 9,
  outOfBandInline = 10,
  noCheck = 11,
  priority = 12,
  linger = 13,
  bsdCompatible = 14,
  reusePort = 15,
  passCredentials = 16,
  peerCredentials = 17,
  receiveLow = 18,
  receiveTimeout = 20,
  sendTimeout = 21,
  timestamp = 29,
  timestampNs = 35,
  acceptConnections = 30,
  protocol = 38,
  domain = 39,
  timestampNew = 63,
  timestampNsNew = 64,
}
const TIMEVAL_SIZE: u32 = 16;
const LINGER_SIZE: u32 = 8;
const CREDENTIALS_SIZE: u32 = 12;

/** Copies an option's value out, cut to the room that the program gave. */
function give(value: u64, size: u32, to: u64, lengthAt: u64, room: u32): isize {
  const n = min(size, room);
  if (!userWritable(to, u64(n))) return -Errno.EFAULT;
  copyBytes(to, value, u64(n));
  storeUnaligned<u32>(lengthAt, n);
  return 0;
}
function giveTime(ns: u64, to: u64, lengthAt: u64, room: u32): isize {
  let value!: FixedArray<u64, 2>;
  value[0] = ns / 1000000000;
  value[1] = (ns % 1000000000) / 1000;
  return give(addressOf(value.ptr), TIMEVAL_SIZE, to, lengthAt, room);
}
/** SO_PEERCRED of a socket: the process at the other end, as root; of one without a peer: nobody. */
function giveCredentials(socket: UnixSocket, to: u64, lengthAt: u64, room: u32): isize {
  const hasPeer = socket.peerPid !== 0;
  let value!: FixedArray<u32, 3>;
  value[0] = u32(socket.peerPid);
  value[1] = hasPeer ? 0 : 0xffffffff;
  value[2] = value[1];
  return give(addressOf(value.ptr), CREDENTIALS_SIZE, to, lengthAt, room);
}
function giveLinger(socket: UnixSocket, to: u64, lengthAt: u64, room: u32): isize {
  let value!: FixedArray<u32, 2>;
  value[0] = flag(socket.options.linger);
  value[1] = socket.options.lingerSeconds;
  return give(addressOf(value.ptr), LINGER_SIZE, to, lengthAt, room);
}
function flag(value: boolean): u32 {
  return value ? 1 : 0;
}
/** [value, whether the option is one with an integer]. */
function integerOption(socket: UnixSocket, option: u32): [u32, boolean] {
  const { options } = socket;
  switch (option) {
    case SocketOption.type:
      return [socket.type, true];
    case SocketOption.receiveLow:
      return [options.receiveLow, true];
    case SocketOption.domain:
      return [AF_UNIX, true];
    case SocketOption.sendBuffer:
      return [options.sendBuffer, true];
    case SocketOption.receiveBuffer:
      return [options.receiveBuffer, true];
    case SocketOption.error:
      return [socket.takeError(), true];
    case SocketOption.acceptConnections:
      return [flag(socket.state === SocketState.listening), true];
    case SocketOption.passCredentials:
      return [flag(socket.passCredentials), true];
    case SocketOption.protocol:
      return [0, true];
    case SocketOption.reuseAddress:
      return [flag(options.reuseAddress), true];
    case SocketOption.debug:
      return [flag(options.debug), true];
    case SocketOption.noRoute:
      return [flag(options.noRoute), true];
    case SocketOption.noCheck:
      return [flag(options.noCheck), true];
    case SocketOption.bsdCompatible:
    case SocketOption.reusePort:
      return [0, true];
    case SocketOption.timestamp:
    case SocketOption.timestampNs:
    case SocketOption.timestampNsNew:
      return [flag(options.timestamps === option), true];
    case SocketOption.timestampNew:
      return [
        flag(options.timestamps === option || options.timestamps === SocketOption.timestampNsNew),
        true,
      ];
    case SocketOption.keepAlive:
      return [flag(options.keepAlive), true];
    case SocketOption.broadcast:
      return [flag(options.broadcast), true];
    case SocketOption.outOfBandInline:
      return [flag(options.outOfBandInline), true];
    case SocketOption.priority:
      return [options.priority, true];
    default:
      return [0, false];
  }
}
/** 0, ENOPROTOOPT for an option that is none with an integer to set, EOPNOTSUPP. */
function setInteger(socket: UnixSocket, option: u32, value: u32): i32 {
  const { options } = socket;
  const on = value !== 0;
  switch (option) {
    case SocketOption.passCredentials:
      socket.setPassCredentials(on);
      return 0;
    case SocketOption.reuseAddress:
      options.reuseAddress = on;
      return 0;
    case SocketOption.debug:
      options.debug = on;
      return 0;
    case SocketOption.noRoute:
      options.noRoute = on;
      return 0;
    case SocketOption.noCheck:
      options.noCheck = on;
      return 0;
    case SocketOption.bsdCompatible:
      return 0;
    case SocketOption.reusePort:
      return on ? -Errno.EOPNOTSUPP : 0;
    case SocketOption.timestamp:
    case SocketOption.timestampNs:
    case SocketOption.timestampNew:
    case SocketOption.timestampNsNew:
      options.timestamps = on ? option : 0;
      return 0;
    case SocketOption.keepAlive:
      options.keepAlive = on;
      return 0;
    case SocketOption.broadcast:
      options.broadcast = on;
      return 0;
    case SocketOption.outOfBandInline:
      socket.setOutOfBandInline(on);
      return 0;
    case SocketOption.priority:
      options.priority = value;
      return 0;
    case SocketOption.sendBuffer:
      socket.setSendBuffer(value);
      return 0;
    case SocketOption.receiveBuffer:
      options.setReceiveBuffer(value);
      return 0;
    case SocketOption.receiveLow:
      options.setReceiveLow(i32(value));
      return 0;
    default:
      return -Errno.ENOPROTOOPT;
  }
}
export function sysGetsockopt(fd: i32, level: u32, option: u32, to: u64, lengthAt: u64): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (level !== SOL_SOCKET) return -Errno.EOPNOTSUPP;
  if (!userWritable(lengthAt, 4)) return -Errno.EFAULT;
  const room = loadUnaligned<u32>(lengthAt);
  if (i32(room) < 0) return -Errno.EINVAL;
  switch (option) {
    case SocketOption.receiveTimeout:
      return giveTime(socket.receiveTimeoutNs, to, lengthAt, room);
    case SocketOption.sendTimeout:
      return giveTime(socket.sendTimeoutNs, to, lengthAt, room);
    case SocketOption.linger:
      return giveLinger(socket, to, lengthAt, room);
    case SocketOption.peerCredentials:
      return giveCredentials(socket, to, lengthAt, room);
    default: {
      const [integer, known] = integerOption(socket, option);
      if (!known) return -Errno.ENOPROTOOPT;
      let value!: FixedArray<u32, 1>;
      value[0] = integer;
      return give(addressOf(value.ptr), 4, to, lengthAt, room);
    }
  }
}
/** setsockopt(2). What only tunes a network is kept, and changes nothing here. */
export function sysSetsockopt(fd: i32, level: u32, option: u32, from: u64, length: i32): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if (length < 0) return -Errno.EINVAL;
  if (level !== SOL_SOCKET) return -Errno.EOPNOTSUPP;
  if (length < 4) return -Errno.EINVAL;
  if (!userReadable(from, 4)) return -Errno.EFAULT;
  switch (option) {
    case SocketOption.receiveTimeout:
    case SocketOption.sendTimeout: {
      if (u32(length) < TIMEVAL_SIZE) return -Errno.EINVAL;
      if (!userReadable(from, u64(TIMEVAL_SIZE))) return -Errno.EFAULT;
      const [ns, timeError] = readTimeval(from);
      if (timeError !== 0) return timeError === -Errno.EINVAL ? -Errno.EDOM : isize(timeError);
      if (option === SocketOption.sendTimeout) socket.sendTimeoutNs = ns;
      else socket.receiveTimeoutNs = ns;
      return 0;
    }
    case SocketOption.linger: {
      if (u32(length) < LINGER_SIZE) return -Errno.EINVAL;
      if (!userReadable(from, u64(LINGER_SIZE))) return -Errno.EFAULT;
      const { options } = socket;
      options.linger = loadUnaligned<u32>(from) !== 0;
      if (options.linger) options.lingerSeconds = loadUnaligned<u32>(from + 4);
      return 0;
    }
    default:
      return isize(setInteger(socket, option, loadUnaligned<u32>(from)));
  }
}

export function registerSocketOptionCalls(): void {
  handle(Sys.getsockopt, (fd, level, option, to, length) =>
    sysGetsockopt(i32(fd), u32(level), u32(option), to, length),
  );
  handle(Sys.setsockopt, (fd, level, option, from, length) =>
    sysSetsockopt(i32(fd), u32(level), u32(option), from, i32(length)),
  );
}
