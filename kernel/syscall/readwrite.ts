/** read(2), write(2) and their relatives. */
import { Errno } from "../lib/errno.ts";
import { userPrefix, userRange, userReadable, userWritable } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { type OpenFile, OpenFlag, Poll, Role } from "../vfs/openfile.ts";
import { Sys } from "./numbers.ts";
import { RESTART } from "./results.ts";
import { handle } from "./table.ts";

/** Linux transfers at most this much in one call (MAX_RW_COUNT). */
const LONGEST: u64 = 0x7ffff000;
const MOST_VECTORS: u64 = 1024;
const GREATEST_OFFSET: u64 = 0x7fffffffffffffff;

/** A signal before anything was transferred: the call is begun again, or fails with EINTR. */
function interrupted(file: OpenFile, writing: boolean, result: isize): isize {
  return result === -Errno.EINTR && file.restartsAfterSignal(writing) ? RESTART : result;
}

/** Why `fd` cannot be read from (or written to): 0, EBADF, EINVAL, and with `atOffset` ESPIPE, which Linux looks for first. */
function refusal(file: OpenFile, writing: boolean, atOffset: boolean): i32 {
  if (atOffset && !file.hasOffsets) return -Errno.ESPIPE;
  if (!(writing ? file.mayWrite : file.mayRead)) return -Errno.EBADF;
  const readOnly = file.role === Role.timer || file.role === Role.signals;
  return file.transfersBytes && !(writing && readOnly) ? 0 : -Errno.EINVAL;
}

/**
 * How much of a buffer can be used: Linux copies until it meets a page that it may not touch. With nothing at all, -EFAULT;
 * but a file that has nothing to give says so first, and so does one that would block.
 */
function usable(file: OpenFile, buffer: u64, count: u64, offset: i64, writing: boolean): isize {
  if (!userRange(buffer, count)) return -Errno.EFAULT;
  const wanted = min(count, LONGEST);
  const good = userPrefix(buffer, wanted, !writing);
  if (good === wanted) return isize(wanted);
  if (good > 0 && file.inode !== null) return isize(good);
  if (writing) return -Errno.EFAULT;
  if (file.readinessSource() !== null && file.isNonBlocking && (file.readiness() & Poll.in) === 0)
    return -Errno.EAGAIN;
  const inode = file.inode;
  const at: u64 = offset < 0 ? file.position : u64(offset);
  return inode !== null && inode.isRegular && at >= inode.size ? 0 : -Errno.EFAULT;
}

export function sysRead(fd: i32, buffer: u64, count: u64): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const refused = refusal(file, false, false);
  if (refused !== 0) return isize(refused);
  const n = usable(file, buffer, count, -1, false);
  return n < 0 || (n === 0 && count !== 0) ? n : interrupted(file, false, file.read(buffer, u64(n)));
}
export function sysWrite(fd: i32, buffer: u64, count: u64): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const refused = refusal(file, true, false);
  if (refused !== 0) return isize(refused);
  const n = usable(file, buffer, count, -1, true);
  return n < 0 ? n : interrupted(file, true, file.write(buffer, u64(n)));
}
export function sysPread64(fd: i32, buffer: u64, count: u64, offset: i64): isize {
  if (offset < 0) return -Errno.EINVAL;
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const refused = refusal(file, false, true);
  if (refused !== 0) return isize(refused);
  const n = usable(file, buffer, count, offset, false);
  return n < 0 || (n === 0 && count !== 0) ? n : file.readAt(buffer, u64(n), u64(offset));
}
export function sysPwrite64(fd: i32, buffer: u64, count: u64, offset: i64): isize {
  if (offset < 0) return -Errno.EINVAL;
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const refused = refusal(file, true, true);
  if (refused !== 0) return isize(refused);
  const n = usable(file, buffer, count, offset, true);
  return n < 0 ? n : file.writeAt(buffer, u64(n), u64(offset));
}

/** One struct iovec after the other. `offset` below 0: at the position. */
function transfer(file: OpenFile, vectors: u64, count: u64, offset: i64, writing: boolean): isize {
  if (count > MOST_VECTORS) return -Errno.EINVAL;
  if (!userReadable(vectors, count * 16)) return -Errno.EFAULT;
  const words = ptr<u64>(vectors);
  for (let i: u64 = 0; i < count; i++) {
    const length = words[i * 2 + 1];
    if (length > 0x7fffffffffffffff) return -Errno.EINVAL;
    if (!userRange(words[i * 2], length)) return -Errno.EFAULT;
  }
  if (offset < 0 && file.keepsBorders)
    return writing ? file.writeVectors(words, count) : file.readVectors(words, count);
  let done: u64 = 0;
  for (let i: u64 = 0; i < count && done < LONGEST; i++) {
    const base = words[i * 2];
    const length = min(words[i * 2 + 1], LONGEST - done);
    if (length === 0) continue;
    const at: i64 = offset < 0 ? -1 : offset + i64(done);
    const good = usable(file, base, length, at, writing);
    if (good <= 0) return done > 0 ? isize(done) : good;
    const n = transferOne(file, base, u64(good), at, writing);
    if (n < 0) return done > 0 ? isize(done) : n;
    done += u64(n);
    if (u64(n) < length) break;
    // A pipe or socket that is empty after the first bytes is not waited for.
    if (!writing && file.readinessSource() !== null && (file.readiness() & Poll.in) === 0) break;
  }
  return isize(done);
}
function transferOne(file: OpenFile, base: u64, length: u64, offset: i64, writing: boolean): isize {
  if (offset < 0) return writing ? file.write(base, length) : file.read(base, length);
  return writing ? file.writeAt(base, length, u64(offset)) : file.readAt(base, length, u64(offset));
}
export function sysReadv(fd: i32, vectors: u64, count: u64): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const refused = refusal(file, false, false);
  if (refused !== 0) return isize(refused);
  return interrupted(file, false, transfer(file, vectors, count, -1, false));
}
export function sysWritev(fd: i32, vectors: u64, count: u64): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const refused = refusal(file, true, false);
  if (refused !== 0) return isize(refused);
  return interrupted(file, true, transfer(file, vectors, count, -1, true));
}
/** Flags of preadv2(2) and pwritev2(2). What is written is where it stays, so that the sync ones ask for nothing more. */
enum TransferFlag {
  noWait = 8,
  append = 16,
  known = 31,
}
/** Whether the transfer would have to wait. */
function wouldWait(file: OpenFile, flags: u32, writing: boolean): boolean {
  if ((flags & TransferFlag.noWait) === 0 || file.readinessSource() === null) return false;
  return (file.readiness() & (writing ? Poll.out : Poll.in)) === 0;
}
/** preadv(2); as preadv2(2) reads at the position where the offset is -1. */
export function sysPreadv(
  fd: i32,
  vectors: u64,
  count: u64,
  offset: i64,
  isSecond: boolean,
  flags: u32,
): isize {
  const atPosition = isSecond && offset === -1;
  if (atPosition && flags === 0) return sysReadv(fd, vectors, count);
  if (offset < 0 && !atPosition) return -Errno.EINVAL;
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const refused = refusal(file, false, !atPosition);
  if (refused !== 0) return isize(refused);
  if ((flags & ~u32(TransferFlag.known & ~TransferFlag.append)) !== 0) return -Errno.EOPNOTSUPP;
  if (wouldWait(file, flags, false)) return -Errno.EAGAIN;
  return interrupted(file, false, transfer(file, vectors, count, offset, false));
}
export function sysPwritev(
  fd: i32,
  vectors: u64,
  count: u64,
  offset: i64,
  isSecond: boolean,
  flags: u32,
): isize {
  const atPosition = isSecond && offset === -1;
  if (atPosition && flags === 0) return sysWritev(fd, vectors, count);
  if (offset < 0 && !atPosition) return -Errno.EINVAL;
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const refused = refusal(file, true, !atPosition);
  if (refused !== 0) return isize(refused);
  if ((flags & ~u32(TransferFlag.known)) !== 0) return -Errno.EOPNOTSUPP;
  if (wouldWait(file, flags, true)) return -Errno.EAGAIN;
  const inode = file.inode;
  let at = offset;
  if ((flags & TransferFlag.append) !== 0 && inode !== null && inode.isRegular) {
    if (atPosition) file.position = inode.size;
    else at = i64(inode.size);
  }
  return interrupted(file, true, transfer(file, vectors, count, at, true));
}

const CHUNK: u64 = 65536;

/** Moves up to `count` bytes from file to file through a buffer; positions behind the pointers when they are given. */
function moveBetween(from: OpenFile, to: OpenFile, fromOffset: u64, toOffset: u64, count: u64): isize {
  const buffer = newArray<u8>(CHUNK);
  const at = addressOf(buffer.ptr);
  let done: u64 = 0;
  let error: isize = 0;
  while (done < count) {
    const n = min(count - done, CHUNK);
    const got: isize = fromOffset === 0 ? from.read(at, n) : from.readAt(at, n, ptr<u64>(fromOffset)[0]);
    if (got <= 0) {
      error = got;
      break;
    }
    const put: isize =
      toOffset === 0 ? to.write(at, u64(got)) : to.writeAt(at, u64(got), ptr<u64>(toOffset)[0]);
    if (put < 0) {
      error = put;
      break;
    }
    if (fromOffset !== 0) ptr<u64>(fromOffset)[0] += u64(put);
    if (toOffset !== 0) ptr<u64>(toOffset)[0] += u64(put);
    done += u64(put);
    if (put < got) break;
  }
  freeArray<u8>(buffer);
  return done > 0 ? isize(done) : error;
}
export function sysSendfile(outFd: i32, inFd: i32, offset: u64, count: u64): isize {
  if (offset !== 0 && !userWritable(offset, 8)) return -Errno.EFAULT;
  using from = currentFiles().getOpen(inFd);
  if (from === null || !from.mayRead) return -Errno.EBADF;
  if (offset !== 0 && !from.hasOffsets) return -Errno.ESPIPE;
  const start: u64 = offset === 0 ? from.position : loadUnaligned<u64>(offset);
  if (start > GREATEST_OFFSET || count > GREATEST_OFFSET - start) return -Errno.EINVAL;
  using to = currentFiles().getOpen(outFd);
  if (to === null || !to.mayWrite) return -Errno.EBADF;
  const source = from.inode;
  if (source === null || !source.isRegular || !to.transfersBytes) return -Errno.EINVAL;
  if ((to.flags & OpenFlag.append) !== 0) return -Errno.EINVAL;
  return moveBetween(from, to, offset, 0, min(count, LONGEST));
}
export function sysCopyFileRange(
  inFd: i32,
  inOffset: u64,
  outFd: i32,
  outOffset: u64,
  count: u64,
  flags: u32,
): isize {
  using from = currentFiles().getOpen(inFd);
  using to = currentFiles().getOpen(outFd);
  if (from === null || to === null) return -Errno.EBADF;
  if (inOffset !== 0 && !userReadable(inOffset, 8)) return -Errno.EFAULT;
  if (outOffset !== 0 && !userReadable(outOffset, 8)) return -Errno.EFAULT;
  if (flags !== 0) return -Errno.EINVAL;
  const a = from.inode;
  const b = to.inode;
  if ((a !== null && a.isDirectory) || (b !== null && b.isDirectory)) return -Errno.EISDIR;
  if (a === null || b === null || !a.isRegular || !b.isRegular) return -Errno.EINVAL;
  if (!from.mayRead || !to.mayWrite || (to.flags & OpenFlag.append) !== 0) return -Errno.EBADF;
  if (a.filesystem !== b.filesystem) return -Errno.EXDEV;
  const start: u64 = inOffset === 0 ? from.position : loadUnaligned<u64>(inOffset);
  const target: u64 = outOffset === 0 ? to.position : loadUnaligned<u64>(outOffset);
  if (start + count < start || target + count < target) return -Errno.EOVERFLOW;
  const rest: u64 = start < a.size ? a.size - start : 0;
  const n = min(count, rest);
  if (a === b && target + n > start && target < start + n) return -Errno.EINVAL;
  if (start > GREATEST_OFFSET || target > GREATEST_OFFSET) return -Errno.EINVAL;
  if (inOffset !== 0 && !userWritable(inOffset, 8)) return -Errno.EFAULT;
  if (outOffset !== 0 && !userWritable(outOffset, 8)) return -Errno.EFAULT;
  return moveBetween(from, to, inOffset, outOffset, min(n, LONGEST));
}

export function registerReadWriteCalls(): void {
  handle(Sys.read, (fd, buffer, count) => sysRead(i32(fd), buffer, count));
  handle(Sys.write, (fd, buffer, count) => sysWrite(i32(fd), buffer, count));
  handle(Sys.pread64, (fd, buffer, count, offset) => sysPread64(i32(fd), buffer, count, i64(offset)));
  handle(Sys.pwrite64, (fd, buffer, count, offset) => sysPwrite64(i32(fd), buffer, count, i64(offset)));
  handle(Sys.readv, (fd, vectors, count) => sysReadv(i32(fd), vectors, count));
  handle(Sys.writev, (fd, vectors, count) => sysWritev(i32(fd), vectors, count));
  handle(Sys.preadv, (fd, vectors, count, offset) =>
    sysPreadv(i32(fd), vectors, count, i64(offset), false, 0),
  );
  handle(Sys.pwritev, (fd, vectors, count, offset) =>
    sysPwritev(i32(fd), vectors, count, i64(offset), false, 0),
  );
  handle(Sys.preadv2, (fd, vectors, count, offset, _high, flags) =>
    sysPreadv(i32(fd), vectors, count, i64(offset), true, u32(flags)),
  );
  handle(Sys.pwritev2, (fd, vectors, count, offset, _high, flags) =>
    sysPwritev(i32(fd), vectors, count, i64(offset), true, u32(flags)),
  );
  handle(Sys.sendfile, (out, from, offset, count) => sysSendfile(i32(out), i32(from), offset, count));
  handle(Sys.copy_file_range, (from, fromOffset, to, toOffset, count, flags) =>
    sysCopyFileRange(i32(from), fromOffset, i32(to), toOffset, count, u32(flags)),
  );
}
