/** Sending and receiving on sockets: send(2), recv(2), sendmsg(2), recvmsg(2) and their many-message forms. */
import { Errno } from "../lib/errno.ts";
import { userRange, userReadable, userWritable } from "../mm/user.ts";
import { monotonicNs } from "../time/clock.ts";
import { Message, Received } from "../vfs/unix/received.ts";
import { SocketState, SocketType, type UnixSocket } from "../vfs/unix/socket.ts";
import { readControl, writeControl } from "./controlmessages.ts";
import { Sys } from "./numbers.ts";
import { RESTART } from "./results.ts";
import { bindForCredentials, checkAddress, giveAddress, socketAt, socketOf, unixName } from "./sockets.ts";
import { handle } from "./table.ts";
import { readTimespec, writeTimespec } from "./timespec.ts";

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
/**
 * The socket that a message is for: [null, 0] where it goes to the other end of a connection, else the caller's reference
 * or why there is none. Streams and packets have no addresses; those of packets are ignored.
 */
function targetOf(socket: UnixSocket, address: u64, length: i32): [UnixSocket | null, i32] {
  if (address === 0 || length === 0 || socket.type === SocketType.packet) return [null, 0];
  if (socket.type === SocketType.stream)
    return [null, socket.state === SocketState.connected ? -Errno.EISCONN : -Errno.EOPNOTSUPP];
  const [name, error] = unixName(address, length);
  return error !== 0 ? [null, error] : socketAt(name, socket.type);
}
function hasBytes(vectors: Ptr<u64>, count: u64): boolean {
  for (let i: u64 = 0; i < count; i++) if (vectors[i * 2 + 1] !== 0) return true;
  return false;
}
/** Sends vectors that were checked, with what accompanies them. */
function send(
  socket: UnixSocket,
  vectors: Ptr<u64>,
  count: u64,
  flags: u32,
  address: u64,
  addressLength: i32,
  controlAt: u64,
  controlSize: u64,
): isize {
  if (socket.type === SocketType.packet && socket.state !== SocketState.connected) return -Errno.ENOTCONN;
  bindForCredentials(socket);
  const [found, targetError] = targetOf(socket, address, addressLength);
  using target = found;
  const tells = socket.tellsCredentials || (target !== null && target.passCredentials);
  const [control, controlError] = readControl(controlAt, controlSize, tells);
  if (controlError !== 0) return isize(controlError);
  let error: i32 = 0;
  const isStream = socket.type === SocketType.stream;
  const urgent = (flags & Message.outOfBand) !== 0;
  if (urgent && !(isStream && hasBytes(vectors, count))) error = -Errno.EOPNOTSUPP;
  else if (isStream || targetError === -Errno.EINVAL) error = targetError;
  if (error === 0) return socket.sendVectors(vectors, count, flags, target, targetError, control);
  if (control !== null) control.release();
  return isize(error);
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
  let vector!: FixedArray<u64, 2>;
  vector[0] = from;
  vector[1] = length;
  return interrupted(socket, true, send(socket, vector.ptr, 1, flags, address, addressLength, 0, 0));
}
export function sysRecvfrom(fd: i32, to: u64, count: u64, flags: u32, address: u64, length: u64): isize {
  const room = min(count, LONGEST);
  if (!userRange(to, room)) return -Errno.EFAULT;
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  const refused = socket.receiveRefusal(flags);
  if (refused !== 0) return isize(refused);
  let vector!: FixedArray<u64, 2>;
  vector[0] = to;
  vector[1] = room;
  const received: Embed<Received> = new Received();
  const n = socket.receiveVectors(vector.ptr, 1, flags, received);
  received.dropControl();
  if (n < 0 || address === 0) return interrupted(socket, false, n);
  const { sender } = received;
  const addressError = sender.isBound ? giveAddress(sender, address, length) : giveNoAddress(length);
  return addressError !== 0 ? isize(addressError) : n;
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
  for (let i: u64 = 0; i < words[3]; i++) {
    const length = vectors[i * 2 + 1];
    // A single one is shortened before it is looked at.
    if (!userRange(vectors[i * 2], words[3] === 1 ? min(length, LONGEST) : length)) return -Errno.EFAULT;
  }
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
  const vectors = ptr<u64>(words[2]);
  if (words[5] > 0x7fffffff) return -Errno.ENOBUFS;
  const length = min(i32(words[1]), GREATEST_STORAGE);
  return send(socket, vectors, words[3], flags, words[0], length, words[4], words[5]);
}
function receiveMessage(socket: UnixSocket, header: u64, flags: u32): isize {
  const error = checkHeader(header);
  if (error !== 0) return isize(error);
  const refused = socket.receiveRefusal(flags);
  if (refused !== 0) return isize(refused);
  const words = ptr<u64>(header);
  const received: Embed<Received> = new Received();
  const n = socket.receiveVectors(ptr<u64>(words[2]), words[3], flags, received);
  if (n < 0 || !userWritable(header, HEADER_SIZE)) {
    received.dropControl();
    return n < 0 ? n : -Errno.EFAULT;
  }
  const credentials = socket.passCredentials && (received.flags & Message.outOfBand) === 0;
  words[5] = writeControl(received, words[4], words[5], credentials, flags);
  if (words[0] !== 0) {
    const { sender } = received;
    const nameError = sender.isBound ? giveAddress(sender, words[0], header + 8) : giveNoAddress(header + 8);
    if (nameError !== 0) return isize(nameError);
  }
  storeUnaligned<u32>(header + 48, received.flags | (flags & Message.closeOnExec));
  return n;
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
/**
 * recvmmsg(2): how many messages came in; the error of the first when none did. The time limit is looked at between messages
 * only, as in Linux, and what is left of it is written back.
 */
export function sysRecvmmsg(fd: i32, headers: u64, count: u32, flags: u32, limitAt: u64): isize {
  let deadline: u64 = 0;
  if (limitAt !== 0) {
    const [ns, timeError] = readTimespec(limitAt);
    if (timeError !== 0) return isize(timeError);
    deadline = monotonicNs() + ns;
  }
  const [found, error] = socketOf(fd);
  if (found === null) return isize(error);
  using socket = found;
  const most = min(count, MOST_MESSAGES);
  let wait = flags & ~Message.waitForOne;
  let done: u32 = 0;
  while (done < most) {
    const header = headers + u64(done) * MANY_HEADER_SIZE;
    const n: isize = userWritable(header, MANY_HEADER_SIZE)
      ? receiveMessage(socket, header, wait)
      : -Errno.EFAULT;
    if (n < 0) {
      if (done === 0) return interrupted(socket, false, n);
      break;
    }
    storeUnaligned<u32>(header + HEADER_SIZE, u32(n));
    done++;
    if ((flags & Message.waitForOne) !== 0) wait |= Message.dontWait;
    if (limitAt !== 0 && monotonicNs() >= deadline) break;
  }
  if (limitAt !== 0) {
    const now = monotonicNs();
    writeTimespec(limitAt, now < deadline ? deadline - now : 0);
  }
  return isize(done);
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
  handle(Sys.recvmmsg, (fd, headers, count, flags, limit) =>
    sysRecvmmsg(i32(fd), headers, u32(count), u32(flags), limit),
  );
  handle(Sys.sendmmsg, (fd, headers, count, flags) => sysSendmmsg(i32(fd), headers, u32(count), u32(flags)));
}
