/** What the socket calls share: descriptors that are sockets, and addresses in program memory. */
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { FileKind } from "../vfs/inode.ts";
import { Role } from "../vfs/openfile.ts";
import { currentDirectory, Walk } from "../vfs/path.ts";
import { AF_UNIX, GREATEST_ADDRESS, type UnixAddress } from "../vfs/unix/address.ts";
import { type SocketType, socketOfInode, socketOfName, type UnixSocket } from "../vfs/unix/socket.ts";

/** sizeof(struct sockaddr_storage). */
const GREATEST_STORAGE: u64 = 128;

/** The socket of a descriptor, its reference for the caller: [socket, 0] or [null, EBADF or ENOTSOCK]. */
export function socketOf(fd: i32): [UnixSocket | null, i32] {
  const file = currentFiles().getOpen(fd);
  if (file === null) return [null, -Errno.EBADF];
  if (file.role === Role.socket) return [ref<UnixSocket>(addressOf(file)), 0];
  file.release();
  return [null, -Errno.ENOTSOCK];
}
/** 0 where an address of `length` bytes may be read at `at`. */
export function checkAddress(at: u64, length: i32): i32 {
  if (length < 0 || u64(length) > GREATEST_STORAGE) return -Errno.EINVAL;
  return userReadable(at, u64(length)) ? 0 : -Errno.EFAULT;
}
/** The name in a sockaddr_un, in the program's own memory: a path up to its NUL, or an abstract name; EINVAL. */
export function unixName(at: u64, length: i32): [string, i32] {
  const size = u64(length);
  if (size <= 2 || size > GREATEST_ADDRESS || u32(loadUnaligned<u16>(at)) !== AF_UNIX)
    return ["", -Errno.EINVAL];
  const bytes = ptr<u8>(at + 2);
  let end: u64 = size - 2;
  if (bytes[0] !== 0) for (end = 0; end < size - 2 && bytes[end] !== 0; ) end++;
  return [stringAt(bytes, end), 0];
}
/** Writes an address and its length, a value-result argument: 0, EFAULT, or EINVAL for a negative length. */
export function giveAddress(address: UnixAddress, to: u64, lengthAt: u64): i32 {
  if (!userWritable(lengthAt, 4)) return -Errno.EFAULT;
  const room = loadUnaligned<i32>(lengthAt);
  if (room < 0) return -Errno.EINVAL;
  const size = min(u64(room), address.length);
  if (!userWritable(to, size)) return -Errno.EFAULT;
  address.write(to, size);
  storeUnaligned<u32>(lengthAt, u32(address.length));
  return 0;
}
let nextAutomatic: u32 = 0;
/** An abstract name of five digits that nobody has (unix(7), autobind). */
export function bindAutomatically(socket: UnixSocket): i32 {
  let text!: FixedArray<u8, 6>;
  for (let tries: u32 = 0; tries < 0x100000; tries++) {
    let n = nextAutomatic++ & 0xfffff;
    for (let i: u64 = 5; i > 0; i--) {
      text[i] = u8((n & 15) < 10 ? 48 + (n & 15) : 87 + (n & 15));
      n >>= 4;
    }
    text[0] = 0;
    const name = stringAt(text.ptr, 6);
    using taken = socketOfName(name, socket.type);
    if (taken !== null) continue;
    socket.address.set(name);
    socket.ownsName = true;
    return 0;
  }
  return -Errno.ENOSPC;
}
/** One that passes credentials (SO_PASSCRED) gets a name before it sends or connects; without a free one it has none. */
export function bindForCredentials(socket: UnixSocket): void {
  if (socket.passCredentials && !socket.address.isBound) bindAutomatically(socket);
}
/** The socket of a type that an address names: a reference, or ECONNREFUSED, EPROTOTYPE and the errors of a path. */
export function socketAt(name: string, type: SocketType): [UnixSocket | null, i32] {
  let target: UnixSocket | null = null;
  if (name.byteAt(0) === 0) target = socketOfName(name, type);
  else {
    const walk: Embed<Walk> = new Walk();
    using _done = walk.scope();
    const error = walk.run(currentDirectory(), name, true);
    if (error !== 0) return [null, error];
    const inode = walk.inode;
    if (inode === null) return [null, -Errno.ENOENT];
    if (inode.kind === FileKind.socket) target = socketOfInode(inode);
  }
  if (target === null) return [null, -Errno.ECONNREFUSED];
  if (target.type === type) return [target, 0];
  target.release();
  return [null, -Errno.EPROTOTYPE];
}
