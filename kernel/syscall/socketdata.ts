/** Sending and receiving on sockets: send(2), recv(2), sendmsg(2), recvmsg(2) and their many-message forms. */
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { Message, SocketState, type UnixSocket } from "../vfs/unix/socket.ts";
import { Sys } from "./numbers.ts";
import { RESTART } from "./results.ts";
import { socketOf } from "./sockets.ts";
import { handle } from "./table.ts";

const MOST_VECTORS: u64 = 1024;
/** struct msghdr: name, its length, vectors, their number, control, its length, flags. */
const HEADER_SIZE: u64 = 56;
/** struct mmsghdr: a header and the bytes transferred. */
const MANY_HEADER_SIZE: u64 = 64;
const MOST_MESSAGES: u32 = 1024;
/** The length of one transfer (MAX_RW_COUNT). */
const LONGEST: u64 = 0x7ffff000;

/** A signal before anything was transferred: the call is begun again, or fails with EINTR. */
function interrupted(socket: UnixSocket, writing: boolean, result: isize): isize {
  return result === -Errno.EINTR && socket.restartsAfterSignal(writing) ? RESTART : result;
}
/** Why nothing can be sent to an address on this socket; 0 without one. */
function addressRefusal(socket: UnixSocket, hasAddress: boolean): i32 {
  if (!hasAddress) return 0;
  return socket.state === SocketState.connected ? -Errno.EISCONN : -Errno.EOPNOTSUPP;
}
export function sysSendto(fd: i32, from: u64, count: u64, flags: u32, address: u64): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  const refused = addressRefusal(socket, address !== 0);
  if (refused !== 0) return isize(refused);
  if ((flags & Message.outOfBand) !== 0) return -Errno.EOPNOTSUPP;
  if (!userReadable(from, count)) return -Errno.EFAULT;
  return interrupted(socket, true, socket.send(from, min(count, LONGEST), flags));
}
export function sysRecvfrom(fd: i32, to: u64, count: u64, flags: u32, address: u64, length: u64): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  if ((flags & Message.outOfBand) !== 0) return -Errno.EOPNOTSUPP;
  if (!userWritable(to, count)) return -Errno.EFAULT;
  const n = socket.receive(to, min(count, LONGEST), flags, 0);
  if (n >= 0 && address !== 0 && length !== 0) {
    // A stream's sender is not told.
    if (!userWritable(length, 4)) return -Errno.EFAULT;
    storeUnaligned<u32>(length, 0);
  }
  return interrupted(socket, false, n);
}

/** 0 when a header and its vectors may be read. */
function checkHeader(header: u64): i32 {
  if (!userReadable(header, HEADER_SIZE)) return -Errno.EFAULT;
  const words = ptr<u64>(header);
  if (words[3] > MOST_VECTORS) return -Errno.EMSGSIZE;
  return userReadable(words[2], words[3] * 16) ? 0 : -Errno.EFAULT;
}
function sendMessage(socket: UnixSocket, header: u64, flags: u32): isize {
  const error = checkHeader(header);
  if (error !== 0) return isize(error);
  const words = ptr<u64>(header);
  if (words[4] !== 0 && words[5] !== 0) return -Errno.EOPNOTSUPP; // there is no other process to give descriptors to
  const refused = addressRefusal(socket, words[0] !== 0 && u32(words[1]) !== 0);
  if (refused !== 0) return isize(refused);
  const vectors = ptr<u64>(words[2]);
  let done: u64 = 0;
  let sentAny = false;
  for (let i: u64 = 0; i < words[3]; i++) {
    const length = min(vectors[i * 2 + 1], LONGEST - done);
    if (length === 0) continue;
    sentAny = true;
    if (!userReadable(vectors[i * 2], length)) return done > 0 ? isize(done) : -Errno.EFAULT;
    const n = socket.send(vectors[i * 2], length, flags);
    if (n < 0) return done > 0 ? isize(done) : n;
    done += u64(n);
    if (u64(n) < length) break;
  }
  return sentAny ? isize(done) : socket.send(0, 0, flags);
}
function receiveMessage(socket: UnixSocket, header: u64, flags: u32): isize {
  const error = checkHeader(header);
  if (error !== 0) return isize(error);
  if (!userWritable(header, HEADER_SIZE)) return -Errno.EFAULT;
  const words = ptr<u64>(header);
  const vectors = ptr<u64>(words[2]);
  let done: u64 = 0;
  for (let i: u64 = 0; i < words[3]; i++) {
    const length = min(vectors[i * 2 + 1], LONGEST - done);
    if (length === 0) continue;
    if (!userWritable(vectors[i * 2], length)) return done > 0 ? isize(done) : -Errno.EFAULT;
    // After the first bytes nobody waits for more, unless MSG_WAITALL asks for it.
    const wait: u32 = done > 0 && (flags & Message.waitAll) === 0 ? Message.dontWait : 0;
    const n = socket.receive(vectors[i * 2], length, flags | wait, done);
    if (n < 0 && done === 0) return n;
    if (n <= 0) break;
    done += u64(n);
    if (u64(n) < length) break;
  }
  storeUnaligned<u32>(header + 8, 0);
  words[5] = 0;
  storeUnaligned<u32>(header + 48, 0);
  return isize(done);
}
export function sysSendmsg(fd: i32, header: u64, flags: u32): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  return interrupted(socket, true, sendMessage(socket, header, flags));
}
export function sysRecvmsg(fd: i32, header: u64, flags: u32): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  return interrupted(socket, false, receiveMessage(socket, header, flags));
}
/** sendmmsg(2): how many messages went out; the error of the first when none did. */
export function sysSendmmsg(fd: i32, headers: u64, count: u32, flags: u32): isize {
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  const most = min(count, MOST_MESSAGES);
  for (let i: u32 = 0; i < most; i++) {
    const header = headers + u64(i) * MANY_HEADER_SIZE;
    const n: isize = userWritable(header, MANY_HEADER_SIZE)
      ? sendMessage(socket, header, flags)
      : -Errno.EFAULT;
    if (n < 0) return i > 0 ? isize(i) : interrupted(socket, true, n);
    storeUnaligned<u32>(header + HEADER_SIZE, u32(n));
  }
  return isize(most);
}

export function registerSocketDataCalls(): void {
  handle(Sys.sendto, (fd, from, count, flags, address) =>
    sysSendto(i32(fd), from, count, u32(flags), address),
  );
  handle(Sys.recvfrom, (fd, to, count, flags, address, length) =>
    sysRecvfrom(i32(fd), to, count, u32(flags), address, length),
  );
  handle(Sys.sendmsg, (fd, header, flags) => sysSendmsg(i32(fd), header, u32(flags)));
  handle(Sys.recvmsg, (fd, header, flags) => sysRecvmsg(i32(fd), header, u32(flags)));
  handle(Sys.sendmmsg, (fd, headers, count, flags) => sysSendmmsg(i32(fd), headers, u32(count), u32(flags)));
}
