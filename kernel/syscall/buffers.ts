/**
 * Transfers between open files and the program's buffers: one, or an array of struct iovec.
 *
 * What a file says of itself comes before what is wrong with the buffer: that it is a directory, at its end, would block.
 * Of a bad buffer, files take what comes before the first page that may not be touched; streams take whole pages, and
 * records are all or nothing.
 */
import { Errno } from "../lib/errno.ts";
import { PAGE_SIZE } from "../mm/layout.ts";
import { userDeliver, userFetch, userPrefix, userRange, userReadable } from "../mm/user.ts";
import { type OpenFile, Poll, Role } from "../vfs/openfile.ts";
import { asPipe } from "../vfs/pipe.ts";
import { pipePart } from "./pipetransfer.ts";
import { RESTART } from "./results.ts";

/** Linux transfers at most this much in one call (MAX_RW_COUNT). */
export const LONGEST_TRANSFER: u64 = 0x7ffff000;
/** In place of an offset: at the file's position, which moves. */
export const AT_POSITION: i64 = -1;
const MOST_VECTORS: u64 = 1024;
const GREATEST_OFFSET: u64 = 0x7fffffffffffffff;

/** struct iovec. */
class Vector {
  base: u64 = 0;
  length: u64 = 0;
}

/** A signal before anything was transferred: the call is begun again, or fails with EINTR. */
export function interrupted(file: OpenFile, writing: boolean, result: isize): isize {
  return result === -Errno.EINTR && file.restartsAfterSignal(writing) ? RESTART : result;
}
/** Why `fd` cannot be read from (or written to): 0, EBADF, EINVAL, and with `atOffset` ESPIPE, which Linux looks for first. */
export function refusal(file: OpenFile, writing: boolean, atOffset: boolean): i32 {
  if (atOffset && !file.hasOffsets) return -Errno.ESPIPE;
  if (!(writing ? file.mayWrite : file.mayRead)) return -Errno.EBADF;
  const readOnly = file.role === Role.timer || file.role === Role.signals;
  return file.transfersBytes && !(writing && readOnly) ? 0 : -Errno.EINVAL;
}
/** Whether the transfer would end behind the greatest offset: EINVAL, before the file is asked. */
export function overflows(file: OpenFile, offset: i64, count: u64): boolean {
  const start: u64 = offset === AT_POSITION ? file.position : u64(offset);
  return count > GREATEST_OFFSET || start > GREATEST_OFFSET - count;
}
/** The lengths of an array of struct iovec together, at most LONGEST_TRANSFER: or -EINVAL, -EFAULT. */
export function totalLength(vectors: u64, count: u64): isize {
  if (count > MOST_VECTORS) return -Errno.EINVAL;
  if (!userReadable(vectors, count * sizeOf<Vector>())) return -Errno.EFAULT;
  const list = ptr<Embed<Vector>>(vectors);
  for (let i: u64 = 0; i < count; i++) if (list[i].length > GREATEST_OFFSET) return -Errno.EINVAL;
  let total: u64 = 0;
  for (let i: u64 = 0; i < count; i++) {
    const { base, length } = list[i];
    // A single one is shortened before it is looked at.
    if (!userRange(base, count === 1 ? min(length, LONGEST_TRANSFER) : length)) return -Errno.EFAULT;
    total += min(length, LONGEST_TRANSFER - total);
  }
  return isize(total);
}

/** What a transfer ends with when not a byte of its buffer can be used: what the file says first, or EFAULT. */
function outcomeWithoutBuffer(file: OpenFile, count: u64, offset: i64, writing: boolean): isize {
  const { recordSize } = file;
  if (writing && recordSize !== 0) return count === recordSize ? -Errno.EFAULT : -Errno.EINVAL;
  if (writing) {
    const refused = file.writeRefusal(u64(offset), count, offset === AT_POSITION);
    if (refused !== 0) return isize(refused);
  }
  const event: u32 = writing ? Poll.out : Poll.in;
  if (file.readinessSource() !== null && file.isNonBlocking && (file.readiness() & event) === 0)
    return -Errno.EAGAIN;
  const inode = file.inode;
  const at: u64 = offset === AT_POSITION ? file.position : u64(offset);
  return !writing && inode !== null && inode.isRegular && at >= inode.size ? 0 : -Errno.EFAULT;
}
/** How many of the `count` bytes at `buffer` the file transfers before a page that may not be touched. */
function usable(file: OpenFile, buffer: u64, count: u64, writing: boolean): u64 {
  if (!file.touchesBuffer(writing)) return count;
  const good = userPrefix(buffer, count, !writing);
  return good === count || file.inode !== null ? good : 0;
}
/** `count` bytes, at most LONGEST_TRANSFER, between a file and a buffer where programs may have memory. */
export function transferBuffer(
  file: OpenFile,
  buffer: u64,
  count: u64,
  offset: i64,
  writing: boolean,
): isize {
  const one: Embed<Vector> = new Vector();
  one.base = buffer;
  one.length = count;
  const vector = ptr<u64>(addressOf(one));
  if (file.takesVectors) return writing ? file.writeVectors(vector, 1) : file.readVectors(vector, 1);
  let good = usable(file, buffer, count, writing);
  if (good < count && file.role === Role.pipe) {
    const part = pipePart(asPipe(file)!, good, count, writing);
    if (part <= 0) return part;
    good = u64(part);
  }
  if (good === 0 && count !== 0) {
    if (writing || file.recordSize === 0) return outcomeWithoutBuffer(file, count, offset, writing);
    return readRecords(file, vector.addr, 1, count);
  }
  if (offset === AT_POSITION) return writing ? file.write(buffer, good) : file.read(buffer, good);
  return writing ? file.writeAt(buffer, good, u64(offset)) : file.readAt(buffer, good, u64(offset));
}

/** How many of the `total` bytes of the buffers can be touched before the first that cannot. */
function usableTogether(vectors: u64, count: u64, total: u64, writing: boolean): u64 {
  const list = ptr<Embed<Vector>>(vectors);
  let good: u64 = 0;
  for (let i: u64 = 0; i < count && good < total; i++) {
    const length = min(list[i].length, total - good);
    const n = userPrefix(list[i].base, length, !writing);
    good += n;
    if (n < length) break;
  }
  return good;
}
/** Copies between `n` bytes of the kernel's memory and the buffers: how many before one that may not be touched. */
function copyVectors(vectors: u64, count: u64, kernel: u64, n: u64, writing: boolean): u64 {
  const list = ptr<Embed<Vector>>(vectors);
  let done: u64 = 0;
  for (let i: u64 = 0; i < count && done < n; i++) {
    const { base, length } = list[i];
    const wanted = min(length, n - done);
    const good = userPrefix(base, wanted, !writing);
    const copied = writing ? userFetch(kernel + done, base, good) : userDeliver(base, kernel + done, good);
    if (!copied) break;
    done += good;
    if (good < wanted) break;
  }
  return done;
}
/** Reads records, whose buffers count together: those that the buffers cannot take are lost, as in Linux. */
function readRecords(file: OpenFile, vectors: u64, count: u64, total: u64): isize {
  const { recordSize } = file;
  const records = newArray<u8>(min(total, PAGE_SIZE));
  const got = file.read(addressOf(records.ptr), records.length);
  let result: isize = got;
  if (got > 0) {
    const copied = copyVectors(vectors, count, addressOf(records.ptr), u64(got), false);
    const whole = copied - (copied % recordSize);
    result = whole > 0 ? isize(whole) : -Errno.EFAULT;
  }
  freeArray<u8>(records);
  return result;
}
/** Writes buffers of a page at most together as one: nobody else's bytes come between them (PIPE_BUF in pipe(7)). */
function writeGathered(file: OpenFile, vectors: u64, count: u64, total: u64): isize {
  const bytes = newArray<u8>(total);
  const at = addressOf(bytes.ptr);
  const isWhole = copyVectors(vectors, count, at, total, true) === total;
  const result: isize = isWhole
    ? file.write(at, total)
    : outcomeWithoutBuffer(file, total, AT_POSITION, true);
  freeArray<u8>(bytes);
  return result;
}
/** One struct iovec after the other, `total` bytes in all (`totalLength`). */
export function transferVectors(
  file: OpenFile,
  vectors: u64,
  count: u64,
  total: u64,
  offset: i64,
  writing: boolean,
): isize {
  if (file.takesVectors) {
    const words = ptr<u64>(vectors);
    return writing ? file.writeVectors(words, count) : file.readVectors(words, count);
  }
  if (!writing && file.recordSize !== 0) return readRecords(file, vectors, count, total);
  const pipe = asPipe(file);
  let most = total;
  if (pipe !== null) {
    const good = usableTogether(vectors, count, total, writing);
    const part: isize = good < total ? pipePart(pipe, good, total, writing) : isize(total);
    if (part <= 0) return part;
    most = u64(part);
    if (writing && total <= PAGE_SIZE) return writeGathered(file, vectors, count, most);
  }
  const list = ptr<Embed<Vector>>(vectors);
  let done: u64 = 0;
  for (let i: u64 = 0; i < count && done < most; i++) {
    const { base, length } = list[i];
    const wanted = min(length, most - done);
    if (wanted === 0) continue;
    const at: i64 = offset === AT_POSITION ? AT_POSITION : offset + i64(done);
    const n = transferBuffer(file, base, wanted, at, writing);
    if (n <= 0) return done > 0 ? isize(done) : n;
    done += u64(n);
    if (u64(n) < length) break;
    // A pipe or socket that is empty after the first bytes is not waited for.
    if (!writing && file.readinessSource() !== null && (file.readiness() & Poll.in) === 0) break;
  }
  return isize(done);
}
