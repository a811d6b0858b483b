/** Sending and receiving on sockets: send(2), recv(2), sendmsg(2), recvmsg(2) and their many-message forms. */
import { Errno } from "../lib/errno.ts";
import { userRange, userReadable, userWritable } from "../mm/user.ts";
import { Message, SocketState, type UnixSocket } from "../vfs/unix/socket.ts";
import { Sys } from "./numbers.ts";
import { RESTART } from "./results.ts";
import { checkAddress, giveAddress, socketOf } from "./sockets.ts";
import { handle } from "./table.ts";

const MOST_VECTORS: u64 = 1024;
/** struct msghdr: name, its length, vectors, their number, control, its length, flags. */
const HEADER_SIZE: u64 = 56;
/** struct mmsghdr: a header and the bytes transferred. */
const MANY_HEADER_SIZE: u64 = 64;
/** sizeof(struct sockaddr_storage). */
const GREATEST_STORAGE: i32 = 128;
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
export function sysSendto(
  fd: i32,
  from: u64,
  count: u64,
  flags: u32,
  address: u64,
  addressLength: i32,
): isize {
  const length = min(count, LONGEST);
  if (!userRange(from, length)) return -Errno.EFAULT;
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  const addressError = address === 0 ? 0 : checkAddress(address, addressLength);
  if (addressError !== 0) return isize(addressError);
  const refused = addressRefusal(socket, address !== 0 && addressLength !== 0);
  if (refused !== 0) return isize(refused);
  if ((flags & Message.outOfBand) !== 0) return -Errno.EOPNOTSUPP;
  return interrupted(socket, true, socket.send(from, length, flags));
}
export function sysRecvfrom(fd: i32, to: u64, count: u64, flags: u32, address: u64, length: u64): isize {
  const room = min(count, LONGEST);
  if (!userRange(to, room)) return -Errno.EFAULT;
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  const refused = receiveRefusal(socket, flags);
  if (refused !== 0) return isize(refused);
  const n = socket.receive(to, room, flags, 0);
  if (n < 0 || address === 0) return interrupted(socket, false, n);
  const { peerAddress } = socket;
  const addressError = peerAddress.isBound
    ? giveAddress(peerAddress, address, length)
    : giveNoAddress(length);
  return addressError !== 0 ? isize(addressError) : n;
}
/** Why nothing can be received: without a connection, or with MSG_OOB, for which nothing is kept. */
function receiveRefusal(socket: UnixSocket, flags: u32): i32 {
  if (socket.state !== SocketState.connected) return -Errno.EINVAL;
  return (flags & Message.outOfBand) !== 0 ? -Errno.EINVAL : 0;
}
/** A sender without a name: the length is checked, and becomes 0. */
function giveNoAddress(lengthAt: u64): i32 {
  if (!userWritable(lengthAt, 4)) return -Errno.EFAULT;
  if (loadUnaligned<i32>(lengthAt) < 0) return -Errno.EINVAL;
  storeUnaligned<u32>(lengthAt, 0);
  return 0;
}

/** 0 when a header may be read, and its vectors lie where programs have memory. */
function checkHeader(header: u64): i32 {
  if (!userReadable(header, HEADER_SIZE)) return -Errno.EFAULT;
  const words = ptr<u64>(header);
  const nameLength = loadUnaligned<i32>(header + 8);
  if (words[0] !== 0 && nameLength < 0) return -Errno.EINVAL;
  if (words[3] > MOST_VECTORS) return -Errno.EMSGSIZE;
  if (!userReadable(words[2], words[3] * 16)) return -Errno.EFAULT;
  const vectors = ptr<u64>(words[2]);
  for (let i: u64 = 0; i < words[3]; i++) if (i64(vectors[i * 2 + 1]) < 0) return -Errno.EINVAL;
  for (let i: u64 = 0; i < words[3]; i++)
    if (!userRange(vectors[i * 2], vectors[i * 2 + 1])) return -Errno.EFAULT;
  return 0;
}
/** Of a message to be sent the name is read before the vectors are. */
function checkName(header: u64): i32 {
  if (!userReadable(header, HEADER_SIZE)) return -Errno.EFAULT;
  const address = ptr<u64>(header)[0];
  const length = loadUnaligned<i32>(header + 8);
  if (address === 0 || length === 0) return 0;
  if (length < 0) return -Errno.EINVAL;
  return checkAddress(address, min(length, GREATEST_STORAGE));
}
function sendMessage(socket: UnixSocket, header: u64, flags: u32): isize {
  let error = checkName(header);
  if (error === 0) error = checkHeader(header);
  if (error !== 0) return isize(error);
  const words = ptr<u64>(header);
  if (words[4] !== 0 && words[5] !== 0) return -Errno.EOPNOTSUPP; // there is no other process to give descriptors to
  const refused = addressRefusal(socket, words[0] !== 0 && u32(words[1]) !== 0);
  if (refused !== 0) return isize(refused);
  const vectors = ptr<u64>(words[2]);
  const isReadable = vectorsReadable(vectors, words[3]);
  // What cannot be read is told where the connection does not fail first; nothing is sent then.
  if (!isReadable && socket.mayStillSend) return -Errno.EFAULT;
  let done: u64 = 0;
  let sentAny = false;
  for (let i: u64 = 0; i < words[3]; i++) {
    const length = min(vectors[i * 2 + 1], LONGEST - done);
    if (length === 0) continue;
    sentAny = true;
    const n = socket.send(vectors[i * 2], length, flags);
    if (n < 0) return done > 0 ? isize(done) : n;
    done += u64(n);
    if (u64(n) < length) break;
  }
  return sentAny ? isize(done) : socket.send(0, 0, flags);
}
function vectorsReadable(vectors: Ptr<u64>, count: u64): boolean {
  for (let i: u64 = 0; i < count; i++) if (!userReadable(vectors[i * 2], vectors[i * 2 + 1])) return false;
  return true;
}
function receiveMessage(socket: UnixSocket, header: u64, flags: u32): isize {
  const error = checkHeader(header);
  if (error !== 0) return isize(error);
  const refused = receiveRefusal(socket, flags);
  if (refused !== 0) return isize(refused);
  const words = ptr<u64>(header);
  const vectors = ptr<u64>(words[2]);
  let done: u64 = 0;
  let receivedAny = false;
  for (let i: u64 = 0; i < words[3]; i++) {
    const length = min(vectors[i * 2 + 1], LONGEST - done);
    if (length === 0) continue;
    receivedAny = true;
    // After the first bytes nobody waits for more, unless MSG_WAITALL asks for it.
    const wait: u32 = done > 0 && (flags & Message.waitAll) === 0 ? Message.dontWait : 0;
    const n = socket.receive(vectors[i * 2], length, flags | wait, done);
    if (n < 0 && done === 0) return n;
    if (n <= 0) break;
    done += u64(n);
    if (u64(n) < length) break;
  }
  if (!receivedAny) {
    const n = socket.receive(0, 0, flags, 0);
    if (n < 0) return n;
  }
  if (!userWritable(header, HEADER_SIZE)) return -Errno.EFAULT;
  if (words[0] !== 0) {
    const { peerAddress } = socket;
    const nameError = peerAddress.isBound
      ? giveAddress(peerAddress, words[0], header + 8)
      : giveNoAddress(header + 8);
    if (nameError !== 0) return isize(nameError);
  }
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
  handle(Sys.sendto, (fd, from, count, flags, address, length) =>
    sysSendto(i32(fd), from, count, u32(flags), address, i32(length)),
  );
  handle(Sys.recvfrom, (fd, to, count, flags, address, length) =>
    sysRecvfrom(i32(fd), to, count, u32(flags), address, length),
  );
  handle(Sys.sendmsg, (fd, header, flags) => sysSendmsg(i32(fd), header, u32(flags)));
  handle(Sys.recvmsg, (fd, header, flags) => sysRecvmsg(i32(fd), header, u32(flags)));
  handle(Sys.sendmmsg, (fd, headers, count, flags) => sysSendmmsg(i32(fd), headers, u32(count), u32(flags)));
}
