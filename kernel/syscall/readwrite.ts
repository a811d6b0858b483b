/** read(2), write(2) and their relatives. */
import { holdKernel } from "../arch/x64/smp/kernellock.ts";
import { Errno } from "../lib/errno.ts";
import { userRange, userReadable, userWritable } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { hasPendingSignal } from "../process/signals.ts";
import { FileKind } from "../vfs/inode.ts";
import { NEEDS_KERNEL, type OpenFile, OpenFlag, Poll, Role } from "../vfs/openfile.ts";
import { asPipe } from "../vfs/pipe.ts";
import { fitsSizeLimit } from "../vfs/sizelimit.ts";
import {
  AT_POSITION,
  interrupted,
  LONGEST_TRANSFER,
  overflows,
  refusal,
  totalLength,
  transferBuffer,
  transferVectors,
} from "./buffers.ts";
import { Sys } from "./numbers.ts";
import { handle, handleUnlockedIf } from "./table.ts";

export function sysRead(fd: i32, buffer: u64, count: u64): isize {
  return single(fd, buffer, count, AT_POSITION, false);
}
export function sysWrite(fd: i32, buffer: u64, count: u64): isize {
  return single(fd, buffer, count, AT_POSITION, true);
}
export function sysPread64(fd: i32, buffer: u64, count: u64, offset: i64): isize {
  return offset < 0 ? -Errno.EINVAL : single(fd, buffer, count, offset, false);
}
export function sysPwrite64(fd: i32, buffer: u64, count: u64, offset: i64): isize {
  return offset < 0 ? -Errno.EINVAL : single(fd, buffer, count, offset, true);
}
function single(fd: i32, buffer: u64, count: u64, offset: i64, writing: boolean): isize {
  using file = currentFiles().getOpen(fd);
  return file === null ? -Errno.EBADF : singleOf(file, buffer, count, offset, writing);
}
/** read(2) and write(2) without the kernel lock: what is not plain is done with it. */
function singleUnlocked(fd: i32, buffer: u64, count: u64, writing: boolean): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  if (file.hasOwnLock && count <= LONGEST_TRANSFER && userRange(buffer, count)) {
    const may: boolean = writing ? file.mayWrite : file.mayRead;
    const result: isize = !may
      ? NEEDS_KERNEL
      : writing
        ? file.writeUnlocked(buffer, count)
        : file.readUnlocked(buffer, count);
    if (result !== NEEDS_KERNEL) return interrupted(file, writing, result);
  }
  using _held = holdKernel();
  return singleOf(file, buffer, count, AT_POSITION, writing);
}
function singleOf(file: OpenFile, buffer: u64, count: u64, offset: i64, writing: boolean): isize {
  const refused = refusal(file, writing, offset !== AT_POSITION);
  if (refused !== 0) return isize(refused);
  if (!userRange(buffer, count)) return -Errno.EFAULT;
  if (overflows(file, offset, count)) return -Errno.EINVAL;
  return interrupted(
    file,
    writing,
    transferBuffer(file, buffer, min(count, LONGEST_TRANSFER), offset, writing),
  );
}

/** Flags of preadv2(2) and pwritev2(2). What is written is where it stays, so that the sync ones ask for nothing more. */
enum TransferFlag {
  highPriority = 1,
  noWait = 8,
  append = 16,
  noAppend = 32,
  noSignal = 256,
  /** Without RWF_ATOMIC and RWF_DONTCACHE, which no filesystem here takes (nor tmpfs in Linux). */
  known = 0x13f,
}
/** Whether the calls that transfer one buffer at a time serve the file in Linux: those know no flags. */
function isServedPlainly(file: OpenFile, writing: boolean): boolean {
  const inode = file.inode;
  return (inode !== null && inode.isDirectory) || (writing && file.recordSize !== 0);
}
/**
 * Why a file does not take the flags: 0, EINVAL, EOPNOTSUPP. Files on disk in memory never wait, and, as tmpfs, do not promise it.
 * Not implemented, and refused: a write to a pipe or socket without SIGPIPE, and one that does not append to a file for appending.
 */
function refusesFlags(file: OpenFile, flags: u32, writing: boolean): i32 {
  if (isServedPlainly(file, writing))
    return (flags & ~u32(TransferFlag.highPriority)) !== 0 ? -Errno.EOPNOTSUPP : 0;
  if ((flags & ~u32(TransferFlag.known)) !== 0) return -Errno.EOPNOTSUPP;
  const inode = file.inode;
  const both: u32 = TransferFlag.append | TransferFlag.noAppend;
  if ((flags & both) === both) return -Errno.EINVAL;
  if (
    writing &&
    (flags & TransferFlag.noSignal) !== 0 &&
    (file.role === Role.pipe || file.role === Role.socket)
  )
    return -Errno.EOPNOTSUPP;
  if (writing && (flags & TransferFlag.noAppend) !== 0 && (file.flags & OpenFlag.append) !== 0)
    return -Errno.EOPNOTSUPP;
  if ((flags & TransferFlag.noWait) === 0 || file.readinessSource() !== null) return 0;
  return inode !== null && inode.kind === FileKind.character ? 0 : -Errno.EOPNOTSUPP;
}
/** Whether the transfer would have to wait. */
function wouldWait(file: OpenFile, flags: u32, writing: boolean): boolean {
  if ((flags & TransferFlag.noWait) === 0 || file.readinessSource() === null) return false;
  return (file.readiness() & (writing ? Poll.out : Poll.in)) === 0;
}
/** The calls that take several buffers. */
function several(fd: i32, vectors: u64, count: u64, offset: i64, flags: u32, writing: boolean): isize {
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const refused = refusal(file, writing, offset !== AT_POSITION);
  if (refused !== 0) return isize(refused);
  const total = totalLength(vectors, count);
  if (total <= 0) return total;
  if (overflows(file, offset, u64(total))) return -Errno.EINVAL;
  if (flags !== 0) {
    const flagError = refusesFlags(file, flags, writing);
    if (flagError !== 0) return isize(flagError);
    if (wouldWait(file, flags, writing)) return -Errno.EAGAIN;
  }
  let at = offset;
  const inode = file.inode;
  if (writing && (flags & TransferFlag.append) !== 0 && inode !== null && inode.isRegular) {
    if (at === AT_POSITION) file.position = inode.size;
    else at = i64(inode.size);
  }
  return interrupted(file, writing, transferVectors(file, vectors, count, u64(total), at, writing));
}
export function sysReadv(fd: i32, vectors: u64, count: u64): isize {
  return several(fd, vectors, count, AT_POSITION, 0, false);
}
export function sysWritev(fd: i32, vectors: u64, count: u64): isize {
  return several(fd, vectors, count, AT_POSITION, 0, true);
}
/** preadv2(2) and pwritev2(2): the offset -1 stands for the position. */
function severalAt(fd: i32, vectors: u64, count: u64, offset: i64, flags: u32, writing: boolean): isize {
  if (offset < 0 && offset !== AT_POSITION) return -Errno.EINVAL;
  return several(fd, vectors, count, offset, flags, writing);
}

const GREATEST_OFFSET: u64 = 0x7fffffffffffffff;
const CHUNK: u64 = 65536;
const SEEK_CURRENT: u32 = 1;

/** Moves up to `count` bytes from file to file through a buffer, until a signal comes; positions behind the pointers when they are given. */
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
    // Records are no bytes: what takes them, Linux does not write to from here.
    if (!to.transfersBytes || to.recordSize !== 0) {
      error = -Errno.EINVAL;
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
    if (put < got || hasPendingSignal()) break;
  }
  freeArray<u8>(buffer);
  return done > 0 ? isize(done) : error;
}
/** Why nothing goes from file to file, however little: a pipe without room or readers, a file for appending, a source without positions. */
function sendRefusal(from: OpenFile, to: OpenFile): isize {
  const pipe = asPipe(to);
  if (pipe !== null) return pipe.awaitRoom(1, false);
  if ((to.flags & OpenFlag.append) !== 0) return -Errno.EINVAL;
  return from.seek(0, SEEK_CURRENT) < 0 ? -Errno.EINVAL : 0;
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
  const refused = sendRefusal(from, to);
  if (refused !== 0 || count === 0) return refused;
  if (!from.givesAtOffsets) return -Errno.EINVAL;
  return moveBetween(from, to, offset, 0, min(count, LONGEST_TRANSFER));
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
  // Where the copy would go, Linux asks before it sees that there is nothing to copy.
  if (target === GREATEST_OFFSET || (target < GREATEST_OFFSET && !fitsSizeLimit(target + 1)))
    return -Errno.EFBIG;
  if (a === b && target + n > start && target < start + n) return -Errno.EINVAL;
  if (start > GREATEST_OFFSET || target > GREATEST_OFFSET) return -Errno.EINVAL;
  if (inOffset !== 0 && !userWritable(inOffset, 8)) return -Errno.EFAULT;
  if (outOffset !== 0 && !userWritable(outOffset, 8)) return -Errno.EFAULT;
  return moveBetween(from, to, inOffset, outOffset, min(n, LONGEST_TRANSFER));
}

export function registerReadWriteCalls(): void {
  handleUnlockedIf(
    Sys.read,
    (fd) => currentFiles().isFreeOfKernelLock(i32(fd)),
    (fd, buffer, count) => singleUnlocked(i32(fd), buffer, count, false),
    (fd, buffer, count) => sysRead(i32(fd), buffer, count),
  );
  handleUnlockedIf(
    Sys.write,
    (fd) => currentFiles().isFreeOfKernelLock(i32(fd)),
    (fd, buffer, count) => singleUnlocked(i32(fd), buffer, count, true),
    (fd, buffer, count) => sysWrite(i32(fd), buffer, count),
  );
  handle(Sys.pread64, (fd, buffer, count, offset) => sysPread64(i32(fd), buffer, count, i64(offset)));
  handle(Sys.pwrite64, (fd, buffer, count, offset) => sysPwrite64(i32(fd), buffer, count, i64(offset)));
  handle(Sys.readv, (fd, vectors, count) => sysReadv(i32(fd), vectors, count));
  handle(Sys.writev, (fd, vectors, count) => sysWritev(i32(fd), vectors, count));
  handle(Sys.preadv, (fd, vectors, count, offset) =>
    i64(offset) < 0 ? -Errno.EINVAL : several(i32(fd), vectors, count, i64(offset), 0, false),
  );
  handle(Sys.pwritev, (fd, vectors, count, offset) =>
    i64(offset) < 0 ? -Errno.EINVAL : several(i32(fd), vectors, count, i64(offset), 0, true),
  );
  handle(Sys.preadv2, (fd, vectors, count, offset, _high, flags) =>
    severalAt(i32(fd), vectors, count, i64(offset), u32(flags), false),
  );
  handle(Sys.pwritev2, (fd, vectors, count, offset, _high, flags) =>
    severalAt(i32(fd), vectors, count, i64(offset), u32(flags), true),
  );
  handle(Sys.sendfile, (out, from, offset, count) => sysSendfile(i32(out), i32(from), offset, count));
  handle(Sys.copy_file_range, (from, fromOffset, to, toOffset, count, flags) =>
    sysCopyFileRange(i32(from), fromOffset, i32(to), toOffset, count, u32(flags)),
  );
}
