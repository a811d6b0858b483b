/** System V shared memory: shmget(2), shmat(2), shmdt(2), shmctl(2). */
import { Errno } from "../lib/errno.ts";
import { space } from "../mm/addressspace.ts";
import { MapFlag, Prot } from "../mm/mapflags.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import {
  findSegment,
  firstSegment,
  getSegment,
  LARGEST_SEGMENT,
  MOST_PAGES,
  MOST_SEGMENTS,
  nowSeconds,
  removeSegment,
  SegmentMode,
  type SharedSegment,
  SLOT_MASK,
  segmentCount,
  segmentInSlot,
  segmentOf,
  segmentPages,
} from "../process/sharedmemory.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";

const PAGE: u64 = 4096;
const SMALLEST_SEGMENT: u64 = 1;

/** Flags of shmat(2). */
enum Attach {
  readOnly = 0o10000,
  round = 0o20000,
  remap = 0o40000,
  execute = 0o100000,
}
/** Commands of shmctl(2): Linux include/uapi/linux/ipc.h, shm.h. */
enum Control {
  remove = 0,
  set = 1,
  stat = 2,
  limits = 3,
  lock = 11,
  unlock = 12,
  slotStat = 13,
  totals = 14,
  slotStatAny = 15,
}
/** struct shmid64_ds of x86_64. */
const SEGMENT_SIZE: u64 = 112;
/** struct shminfo64. */
const LIMITS_SIZE: u64 = 72;
/** struct shm_info. */
const TOTALS_SIZE: u64 = 48;
const NO_OWNER: u32 = 0xffff_ffff;

export function sysShmat(id: i32, address: u64, flags: u32): isize {
  if (id < 0) return -Errno.EINVAL;
  let at = address;
  if (at !== 0) {
    if ((at & (PAGE - 1)) !== 0) {
      if ((flags & Attach.round) === 0) return -Errno.EINVAL;
      at &= ~(PAGE - 1);
      if (at === 0 && (flags & Attach.remap) !== 0) return -Errno.EINVAL;
    }
  } else if ((flags & Attach.remap) !== 0) return -Errno.EINVAL;
  const [segment, error] = findSegment(id);
  if (segment === null) return isize(error);
  let kind: u32 = MapFlag.shared;
  let rights: u32 = Prot.read;
  if ((flags & Attach.readOnly) === 0) rights |= Prot.write;
  else kind |= MapFlag.neverWrite;
  if ((flags & Attach.execute) !== 0) rights |= Prot.execute;
  if (at !== 0) {
    kind |= MapFlag.fixed;
    const [end, wraps] = addOverflow(at, segment.size);
    if (wraps) return -Errno.EINVAL;
    if ((flags & Attach.remap) === 0 && space.mappings.vmas.overlaps(at, end)) return -Errno.EINVAL;
  }
  // A segment that goes with its last area must outlast the replacement of that area by this one.
  segment.retain();
  const place = space.map(at, segment.size, rights, kind, segment, 0);
  if (place >= 0) segment.noteAttached();
  segment.release();
  return place;
}

/** shmdt(2): every area that is left of the attachment which began at `address`. */
export function sysShmdt(address: u64): isize {
  if ((address & (PAGE - 1)) !== 0) return -Errno.EINVAL;
  const { vmas } = space.mappings;
  let vma = vmas.firstFrom(address);
  let segment: SharedSegment | null = null;
  while (vma !== null) {
    segment = segmentOf(vma.source);
    if (segment !== null && vma.start - address === vma.offset) break;
    vma = vmas.next(vma);
  }
  if (vma === null || segment === null) return -Errno.EINVAL;
  const end = address + segment.pages * PAGE;
  segment.noteDetached();
  segment.retain();
  while (vma !== null && vma.start < end) {
    const start = vma.start;
    const stop = vma.end;
    if (vma.source === segment && start - address === vma.offset) space.unmap(start, stop - start);
    vma = vmas.firstFrom(stop);
  }
  segment.release();
  return 0;
}

export function sysShmctl(id: i32, command: u32, buffer: u64): isize {
  if (id < 0 || i32(command) < 0) return -Errno.EINVAL;
  switch (command) {
    case Control.limits:
      return writeLimits(buffer);
    case Control.totals:
      return writeTotals(buffer);
    case Control.stat:
    case Control.slotStat:
    case Control.slotStatAny:
      return status(id, command, buffer);
    case Control.set:
      return setOwner(id, buffer);
    case Control.remove:
    case Control.lock:
    case Control.unlock: {
      const [segment, error] = findSegment(id);
      if (segment === null) return isize(error);
      if (command === Control.remove) removeSegment(segment);
      else if (command === Control.lock) segment.mode |= SegmentMode.locked;
      else segment.mode &= ~u32(SegmentMode.locked);
      return 0;
    }
    default:
      return -Errno.EINVAL;
  }
}

function status(id: i32, command: u32, buffer: u64): isize {
  const [named, error] = findSegment(id);
  const segment = command === Control.stat ? named : segmentInSlot(u32(id) & SLOT_MASK);
  if (segment === null) return command === Control.stat ? isize(error) : -Errno.EINVAL;
  if (!userWritable(buffer, SEGMENT_SIZE)) return -Errno.EFAULT;
  fillBytes(buffer, 0, SEGMENT_SIZE);
  storeUnaligned<i32>(buffer, segment.key);
  storeUnaligned<u32>(buffer + 4, segment.uid);
  storeUnaligned<u32>(buffer + 8, segment.gid);
  storeUnaligned<u32>(buffer + 20, segment.mode);
  storeUnaligned<u16>(buffer + 24, u16(u32(segment.id) >> 15));
  storeUnaligned<u64>(buffer + 48, segment.size);
  storeUnaligned<u64>(buffer + 56, segment.attachedAt);
  storeUnaligned<u64>(buffer + 64, segment.detachedAt);
  storeUnaligned<u64>(buffer + 72, segment.changedAt);
  storeUnaligned<i32>(buffer + 80, segment.creator);
  storeUnaligned<i32>(buffer + 84, segment.lastUser);
  storeUnaligned<u64>(buffer + 88, segment.attached);
  return command === Control.stat ? 0 : isize(segment.id);
}

/** IPC_SET: owner and permissions. */
function setOwner(id: i32, buffer: u64): isize {
  if (!userReadable(buffer, SEGMENT_SIZE)) return -Errno.EFAULT;
  const [segment, error] = findSegment(id);
  if (segment === null) return isize(error);
  const uid = loadUnaligned<u32>(buffer + 4);
  const gid = loadUnaligned<u32>(buffer + 8);
  if (uid === NO_OWNER || gid === NO_OWNER) return -Errno.EINVAL;
  segment.uid = uid;
  segment.gid = gid;
  const kept = segment.mode & ~u32(SegmentMode.permissions);
  segment.mode = kept | (loadUnaligned<u32>(buffer + 20) & SegmentMode.permissions);
  segment.changedAt = nowSeconds();
  return 0;
}

/** The highest slot in use, which IPC_INFO and SHM_INFO give; 0 when there is none. */
function highestSlot(): isize {
  let highest: u32 = 0;
  for (let s = firstSegment(); s !== null; s = s.next) highest = s.slot;
  return isize(highest);
}
function writeLimits(buffer: u64): isize {
  if (!userWritable(buffer, LIMITS_SIZE)) return -Errno.EFAULT;
  fillBytes(buffer, 0, LIMITS_SIZE);
  storeUnaligned<u64>(buffer, LARGEST_SEGMENT);
  storeUnaligned<u64>(buffer + 8, SMALLEST_SEGMENT);
  storeUnaligned<u64>(buffer + 16, u64(MOST_SEGMENTS));
  storeUnaligned<u64>(buffer + 24, u64(MOST_SEGMENTS)); // a process's limit is no smaller
  storeUnaligned<u64>(buffer + 32, MOST_PAGES);
  return highestSlot();
}
function writeTotals(buffer: u64): isize {
  if (!userWritable(buffer, TOTALS_SIZE)) return -Errno.EFAULT;
  fillBytes(buffer, 0, TOTALS_SIZE);
  let resident: u64 = 0;
  for (let s = firstSegment(); s !== null; s = s.next) resident += s.residentPages;
  storeUnaligned<u32>(buffer, segmentCount());
  storeUnaligned<u64>(buffer + 8, segmentPages());
  storeUnaligned<u64>(buffer + 16, resident);
  return highestSlot();
}

export function registerSharedMemoryCalls(): void {
  handle(Sys.shmget, (key, size, flags) => isize(getSegment(i32(key), size, u32(flags))));
  handle(Sys.shmat, (id, address, flags) => sysShmat(i32(id), address, u32(flags)));
  handle(Sys.shmdt, (address) => sysShmdt(address));
  handle(Sys.shmctl, (id, command, buffer) => sysShmctl(i32(id), u32(command), buffer));
}
