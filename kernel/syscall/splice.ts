/**
 * splice(2), tee(2), vmsplice(2): bytes between pipes and files without the program's memory.
 *
 * Pipes here hold bytes, not pages, so that each is a copy inside the kernel; what a call sees is the same. Bytes leave a
 * pipe only when they have arrived: what the other side did not take is still there.
 */
import { Errno } from "../lib/errno.ts";
import { userPrefix, userRange, userReadable, userWritable } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { type OpenFile, OpenFlag } from "../vfs/openfile.ts";
import { asPipe, type PipeFile } from "../vfs/pipe.ts";
import { Sys } from "./numbers.ts";
import { RESTART } from "./results.ts";
import { handle } from "./table.ts";

const KNOWN_FLAGS: u32 = 15;
const NON_BLOCKING: u32 = 2;
/** One round's bytes: what a pipe holds unless it was made larger. */
const CHUNK: u64 = 65536;
const MOST_VECTORS: u64 = 1024;

function interrupted(result: isize): isize {
  return result === -Errno.EINTR ? RESTART : result;
}

/** From a pipe to another pipe: what is there, as far as there is room. `keeps`: tee(2). */
function pipeToPipe(from: PipeFile, to: PipeFile, count: u64, nonBlocking: boolean, keeps: boolean): isize {
  const buffer = newArray<u8>(CHUNK);
  const at = addressOf(buffer.ptr);
  let result: isize = 0;
  while (true) {
    result = from.awaitData(nonBlocking);
    if (result <= 0) break;
    result = to.awaitRoom(1, nonBlocking);
    if (result !== 0) break;
    from.ring.beginRead();
    to.ring.beginWrite();
    const n = to.ring.put(at, from.ring.peek(at, min(min(count, CHUNK), to.ring.room)));
    if (!keeps) from.ring.drop(n);
    to.ring.endWrite();
    from.ring.endRead();
    if (n === 0) continue; // somebody else was faster
    result = isize(n);
    break;
  }
  freeArray<u8>(buffer);
  return result;
}

/** From a pipe to another file, at `offset` when that is an address: then it moves on. */
function pipeToFile(from: PipeFile, to: OpenFile, offset: u64, count: u64, nonBlocking: boolean): isize {
  const there = from.awaitData(nonBlocking);
  if (there <= 0) return there;
  const buffer = newArray<u8>(CHUNK);
  const at = addressOf(buffer.ptr);
  from.ring.beginRead();
  const n = from.ring.peek(at, min(count, CHUNK));
  const put: isize = offset === 0 ? to.write(at, n) : to.writeAt(at, n, loadUnaligned<u64>(offset));
  if (put > 0) from.ring.drop(u64(put));
  from.ring.endRead();
  freeArray<u8>(buffer);
  if (put <= 0) return put;
  if (offset !== 0) storeUnaligned<u64>(offset, loadUnaligned<u64>(offset) + u64(put));
  return put;
}

/** From another file to a pipe: as much as there is room for, once there is some. */
function fileToPipe(from: OpenFile, to: PipeFile, offset: u64, count: u64, nonBlocking: boolean): isize {
  const error = to.awaitRoom(1, nonBlocking);
  if (error !== 0) return error;
  const buffer = newArray<u8>(CHUNK);
  const at = addressOf(buffer.ptr);
  const n = min(min(count, CHUNK), to.ring.room);
  const got: isize = offset === 0 ? from.read(at, n) : from.readAt(at, n, loadUnaligned<u64>(offset));
  let result: isize = got;
  if (got > 0) {
    result = to.write(at, u64(got));
    if (result > 0 && offset !== 0) storeUnaligned<u64>(offset, loadUnaligned<u64>(offset) + u64(result));
  }
  freeArray<u8>(buffer);
  return result;
}

/** Why an offset cannot be given: 0, ESPIPE, EINVAL. EFAULT has been looked for. */
function refusesOffset(file: OpenFile, offset: u64): i32 {
  if (offset === 0) return 0;
  if (asPipe(file) !== null || !file.hasOffsets) return -Errno.ESPIPE;
  return loadUnaligned<i64>(offset) < 0 ? -Errno.EINVAL : 0;
}

export function sysSplice(fd: i32, offset: u64, toFd: i32, toOffset: u64, count: u64, flags: u32): isize {
  if (count === 0) return 0;
  if ((flags & ~KNOWN_FLAGS) !== 0) return -Errno.EINVAL;
  using from = currentFiles().getOpen(fd);
  if (from === null) return -Errno.EBADF;
  using to = currentFiles().getOpen(toFd);
  if (to === null) return -Errno.EBADF;
  const input = asPipe(from);
  const output = asPipe(to);
  if ((input !== null && offset !== 0) || (output !== null && toOffset !== 0)) return -Errno.ESPIPE;
  if (offset !== 0 && !userWritable(offset, 8)) return -Errno.EFAULT;
  if (toOffset !== 0 && !userWritable(toOffset, 8)) return -Errno.EFAULT;
  if (!from.mayRead || !to.mayWrite) return -Errno.EBADF;
  const nonBlocking = (flags & NON_BLOCKING) !== 0;
  if (input !== null && output !== null) {
    if (input.ring === output.ring) return -Errno.EINVAL;
    return interrupted(pipeToPipe(input, output, count, nonBlocking, false));
  }
  if (input === null && output === null) return -Errno.EINVAL;
  const refused = input === null ? refusesOffset(from, offset) : refusesOffset(to, toOffset);
  if (refused !== 0) return isize(refused);
  if (output !== null) return interrupted(fileToPipe(from, output, offset, count, nonBlocking));
  if ((to.flags & OpenFlag.append) !== 0 || !to.transfersBytes) return -Errno.EINVAL;
  return interrupted(pipeToFile(input!, to, toOffset, count, nonBlocking));
}

export function sysTee(fd: i32, toFd: i32, count: u64, flags: u32): isize {
  if ((flags & ~KNOWN_FLAGS) !== 0) return -Errno.EINVAL;
  if (count === 0) return 0;
  using from = currentFiles().getOpen(fd);
  if (from === null) return -Errno.EBADF;
  using to = currentFiles().getOpen(toFd);
  if (to === null || !from.mayRead || !to.mayWrite) return -Errno.EBADF;
  const input = asPipe(from);
  const output = asPipe(to);
  if (input === null || output === null || input.ring === output.ring) return -Errno.EINVAL;
  return interrupted(pipeToPipe(input, output, count, (flags & NON_BLOCKING) !== 0, true));
}

/** vmsplice(2): into a pipe from the program's memory, or, on the other end, the reverse. */
export function sysVmsplice(fd: i32, vectors: u64, count: u64, flags: u32): isize {
  if ((flags & ~KNOWN_FLAGS) !== 0) return -Errno.EINVAL;
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const pipe = asPipe(file);
  if (pipe === null) return -Errno.EBADF;
  if (count > MOST_VECTORS) return -Errno.EINVAL;
  if (!userReadable(vectors, count * 16)) return -Errno.EFAULT;
  const writing = file.mayWrite;
  const nonBlocking = (flags & NON_BLOCKING) !== 0;
  let done: u64 = 0;
  for (let i: u64 = 0; i < count; i++) {
    const base = loadUnaligned<u64>(vectors + i * 16);
    const length = loadUnaligned<u64>(vectors + i * 16 + 8);
    if (length === 0) continue;
    const good: u64 = userRange(base, length) ? userPrefix(base, length, !writing) : 0;
    let n: isize = good === 0 ? -Errno.EFAULT : 0;
    if (n === 0 && done > 0 && !writing && pipe.ring.length === 0) break;
    if (n === 0) n = writing ? pipe.awaitRoom(1, nonBlocking) : min(pipe.awaitData(nonBlocking), 0);
    if (n === 0) n = writing ? file.write(base, good) : file.read(base, good);
    if (n <= 0) return done > 0 ? isize(done) : interrupted(n);
    done += u64(n);
    if (u64(n) < length) break;
  }
  return isize(done);
}

export function registerSpliceCalls(): void {
  handle(Sys.splice, (fd, offset, to, toOffset, count, flags) =>
    sysSplice(i32(fd), offset, i32(to), toOffset, count, u32(flags)),
  );
  handle(Sys.tee, (fd, to, count, flags) => sysTee(i32(fd), i32(to), count, u32(flags)));
  handle(Sys.vmsplice, (fd, vectors, count, flags) => sysVmsplice(i32(fd), vectors, count, u32(flags)));
}
