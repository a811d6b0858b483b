/** Open regular files over the pages of their inode: no copy but the one to or from the program's buffer. */
import { Errno } from "../lib/errno.ts";
import { releasePage } from "../mm/pages.ts";
import { physToVirt } from "../mm/physmap.ts";
import { transfer } from "../mm/transfer.ts";
import { Mutex } from "../sync/mutex.ts";
import { realtimeNs } from "../time/clock.ts";
import type { Inode } from "./inode.ts";
import { OpenFile, OpenFlag } from "./openfile.ts";
import { fileSizeLimit, fitsSizeLimit } from "./sizelimit.ts";

const PAGE: u64 = 4096;
/** The greatest file size: positions stay positive as signed numbers. */
const LONGEST: u64 = 0x7fffffffffffffff;

/** Copies from a file's pages: bytes copied, fewer at the end of the file, or -EIO when not one could be had. */
export function readPages(inode: Inode, buffer: u64, count: u64, offset: u64): isize {
  if (offset >= inode.size) return 0;
  const wanted = min(count, inode.size - offset);
  let done: u64 = 0;
  while (done < wanted) {
    const at = offset + done;
    const inPage = at % PAGE;
    const n = min(PAGE - inPage, wanted - done);
    if (inode.isHole(at / PAGE)) {
      fillBytes(buffer + done, 0, n);
      done += n;
      continue;
    }
    const page = inode.page(at / PAGE);
    if (page === 0) return done > 0 ? isize(done) : -Errno.EIO;
    const left = transfer(buffer + done, physToVirt(page) + inPage, n);
    releasePage(page);
    done += n - left;
    if (left > 0) return done > 0 ? isize(done) : -Errno.EFAULT;
  }
  return isize(done);
}

/** Why `count` bytes, at least one, are not written at an offset: 0, -EFBIG, or -EPERM by seals. */
function refusesWrite(inode: Inode, count: u64, offset: u64): i32 {
  if (offset > LONGEST || count > LONGEST - offset) return -Errno.EFBIG;
  if (offset >= fileSizeLimit() && !fitsSizeLimit(offset + 1)) return -Errno.EFBIG;
  return inode.sealsAllowWrite(offset + min(count, PAGE - (offset % PAGE))); // page by page, as in Linux
}
/** Copies into a file's pages, which are made as needed, `inode.writing` held: bytes copied, or -ENOSPC when there was memory for none. */
export function writePages(inode: Inode, buffer: u64, count: u64, offset: u64): isize {
  if (count === 0) return offset > LONGEST ? -Errno.EFBIG : 0;
  const refused = refusesWrite(inode, count, offset);
  if (refused !== 0) return isize(refused);
  const wanted = min(count, fileSizeLimit() - offset);
  let done: u64 = 0;
  while (done < wanted) {
    const at = offset + done;
    const inPage = at % PAGE;
    const n = min(PAGE - inPage, wanted - done);
    const sealed = inode.sealsAllowWrite(at + n);
    if (sealed !== 0) return done > 0 ? isize(done) : isize(sealed);
    const page = inode.pageForWrite(at / PAGE);
    if (page === 0) break;
    const left = transfer(physToVirt(page) + inPage, buffer + done, n);
    releasePage(page);
    done += n - left;
    if (offset + done > inode.size) inode.setSize(offset + done);
    if (left > 0) {
      if (done === 0) return -Errno.EFAULT;
      break;
    }
  }
  if (done === 0) return -Errno.ENOSPC;
  inode.modifyNs = realtimeNs();
  inode.changeNs = inode.modifyNs;
  return isize(done);
}

const SEEK_DATA: u32 = 3;
const SEEK_HOLE: u32 = 4;

/** SEEK_DATA and SEEK_HOLE in a file that may have holes: -ENXIO at and behind its end. */
function seekHoles(inode: Inode, offset: i64, whence: u32): isize {
  if (offset < 0 || u64(offset) >= inode.size) return -Errno.ENXIO;
  const index = u64(offset) / PAGE;
  const found: u64 = whence === SEEK_DATA ? inode.nextData(index) : inode.nextHole(index);
  const at: u64 = found === index ? u64(offset) : found * PAGE;
  if (at < inode.size) return isize(at);
  return whence === SEEK_DATA ? -Errno.ENXIO : isize(inode.size);
}

/** lseek(2) over a file of `size` bytes whose every byte is data: the new position, or -EINVAL, -ENXIO. */
export function seekIn(position: u64, size: u64, offset: i64, whence: u32): isize {
  let base: i64 = 0;
  switch (whence) {
    case 0:
      break;
    case 1:
      base = i64(position);
      break;
    case 2:
      base = i64(size);
      break;
    case 3: // SEEK_DATA
      return offset < 0 || u64(offset) >= size ? -Errno.ENXIO : offset;
    case 4: // SEEK_HOLE
      return offset < 0 || u64(offset) >= size ? -Errno.ENXIO : i64(size);
    default:
      return -Errno.EINVAL;
  }
  const to = base + offset; // beyond the greatest offset it is negative as well
  return to < 0 ? -Errno.EINVAL : to;
}

/** Zeroes the part of a page that lies in [from, to). */
function zeroPart(inode: Inode, from: u64, to: u64): void {
  if (from >= to || inode.isHole(from / PAGE)) return;
  const page = inode.pageForWrite(from / PAGE);
  if (page === 0) return;
  fillBytes(physToVirt(page) + (from % PAGE), 0, to - from);
  releasePage(page);
}
/** FALLOC_FL_PUNCH_HOLE: whole pages go, and the rest is zeroed. The size stays. */
export function punchRange(inode: Inode, offset: u64, length: u64): i32 {
  using _writing = inode.writing.hold();
  const sealed = inode.sealsAllowWrite(0);
  if (sealed !== 0) return sealed;
  const end = min(offset + length, (inode.size + PAGE - 1) & ~(PAGE - 1));
  if (offset >= end) return 0;
  const first = (offset + PAGE - 1) / PAGE;
  const last = end / PAGE;
  if (first > last) zeroPart(inode, offset, end);
  else {
    zeroPart(inode, offset, first * PAGE);
    zeroPart(inode, last * PAGE, end);
  }
  return first < last ? inode.punchHole(first, last - first) : 0;
}

/** Copies give the kernel lock back (mm/transfer.ts): what must stay together has a lock of its own. */
export class RegularFile extends OpenFile {
  /** Held while the position is used and moved: threads that share it take turns (read(2), "Thread safety"). */
  private readonly moving: Embed<Mutex> = new Mutex();

  override get givesAtOffsets(): boolean {
    return true;
  }
  override read(buffer: u64, count: u64): isize {
    using _moving = this.moving.hold();
    const n = this.readAt(buffer, count, this.position);
    if (n > 0) this.position += u64(n);
    return n;
  }
  override readAt(buffer: u64, count: u64, offset: u64): isize {
    return readPages(this.inode!, buffer, count, offset);
  }
  override write(buffer: u64, count: u64): isize {
    using _moving = this.moving.hold();
    const inode = this.inode!;
    using _writing = inode.writing.hold();
    if ((this.flags & OpenFlag.append) !== 0) this.position = inode.size;
    const n = writePages(inode, buffer, count, this.position);
    if (n > 0) this.position += u64(n);
    return n;
  }
  override writeAt(buffer: u64, count: u64, offset: u64): isize {
    const inode = this.inode!;
    using _writing = inode.writing.hold();
    return writePages(inode, buffer, count, (this.flags & OpenFlag.append) !== 0 ? inode.size : offset);
  }
  override writeRefusal(offset: u64, count: u64, atPosition: boolean): i32 {
    const inode = this.inode!;
    const at: u64 = atPosition ? this.position : offset;
    return refusesWrite(inode, count, (this.flags & OpenFlag.append) !== 0 ? inode.size : at);
  }
  override seek(offset: i64, whence: u32): isize {
    using _moving = this.moving.hold();
    const inode = this.inode!;
    const to: isize =
      whence === SEEK_DATA || whence === SEEK_HOLE
        ? seekHoles(inode, offset, whence)
        : seekIn(this.position, inode.size, offset, whence);
    if (to >= 0) this.position = u64(to);
    return to;
  }
  override truncate(size: u64): i32 {
    const inode = this.inode!;
    return size > inode.size && !fitsSizeLimit(size) ? -Errno.EFBIG : inode.resize(size);
  }
}

/** An open directory: read by getdents64(2) only. */
export class DirectoryFile extends OpenFile {
  override touchesBuffer(_writing: boolean): boolean {
    return false;
  }
  override read(_buffer: u64, _count: u64): isize {
    return -Errno.EISDIR;
  }
  override readAt(_buffer: u64, _count: u64, _offset: u64): isize {
    return -Errno.EISDIR;
  }
  override seek(offset: i64, whence: u32): isize {
    if (whence > 1) return -Errno.EINVAL;
    const to = whence === 0 ? offset : i64(this.position) + offset;
    if (to < 0) return -Errno.EINVAL;
    this.position = u64(to);
    return to;
  }
}
