/** What the socket calls share: descriptors that are sockets, and addresses in program memory. */
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { Role } from "../vfs/openfile.ts";
import { AF_UNIX, GREATEST_ADDRESS, type UnixAddress } from "../vfs/unix/address.ts";
import type { UnixSocket } from "../vfs/unix/socket.ts";

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
