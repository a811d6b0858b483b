/**
 * System V shared memory (shmget(2), shmat(2)): the segments, their numbers and keys.
 *
 * A segment is a source of pages around a file in memory. Every area that shows it holds one reference, so that the
 * number of references is `shm_nattch`, cuts by munmap(2) and mprotect(2) included, as on Linux. A segment that was
 * removed (IPC_RMID) lives until the last area is gone; its number stays valid until then, its key does not.
 *
 * Numbers are Linux's (ipc/util.c): a slot in the low 15 bits, above it a count of how often the slots came round.
 */
import { newAnonymousFile, type RamInode } from "../fs/ramfs/ramfs.ts";
import { Errno } from "../lib/errno.ts";
import { writeHex } from "../lib/format.ts";
import type { Writer } from "../lib/writer.ts";
import { isBeyondMemory } from "../mm/limits.ts";
import { PageSource } from "../mm/pagesource.ts";
import { realtimeNs } from "../time/clock.ts";
import { currentProcess } from "./process.ts";

const PAGE: u64 = 4096;
const NS_PER_SECOND: u64 = 1_000_000_000;
/** SHMMAX and SHMALL (Linux include/uapi/linux/shm.h): bytes of one segment, pages of all. */
export const LARGEST_SEGMENT: u64 = 0xffff_ffff_feff_ffff;
export const MOST_PAGES: u64 = LARGEST_SEGMENT;
/** SHMMNI. */
export const MOST_SEGMENTS: u32 = 4096;
/** MAX_LFS_FILESIZE. */
const LARGEST_FILE: u64 = 0x7fff_ffff_ffff_ffff;
/** Where the slot stands in a number. */
const SLOT_BITS: u32 = 15;
export const SLOT_MASK: u32 = 0x7fff;
/** So many slots are gone through before the first is used again (ipc_min_cycle). */
const LEAST_CYCLE: u32 = 64;
const MOST_ROUNDS: u32 = 0xffff;
/** IPC_PRIVATE. */
const NO_KEY: i32 = 0;

export enum SegmentMode {
  permissions = 0o777,
  /** SHM_DEST: removed, and still attached. */
  removed = 0o1000,
  locked = 0o2000,
}
/** Flags of shmget(2): IPC_CREAT, IPC_EXCL, SHM_HUGETLB, SHM_NORESERVE. */
enum Get {
  create = 0o1000,
  exclusive = 0o2000,
  huge = 0o4000,
  noReserve = 0o10000,
}

export class SharedSegment extends PageSource {
  id: i32 = 0;
  key: i32 = 0;
  /** Bytes as they were asked for; the file has whole pages. */
  size: u64 = 0;
  mode: u32 = 0;
  uid: u32 = 0;
  gid: u32 = 0;
  /** Areas that show it. */
  attached: u64 = 0;
  /** Seconds since 1970; 0: never. */
  attachedAt: u64 = 0;
  detachedAt: u64 = 0;
  changedAt: u64 = 0;
  creator: i32 = 0;
  /** The process that last attached or detached. */
  lastUser: i32 = 0;
  file!: RamInode;
  next: SharedSegment | null = null;

  override page(index: u64): u64 {
    return this.file.page(index);
  }
  override cachedPage(index: u64): u64 {
    return this.file.cachedPage(index);
  }
  override pageSourceSize(): u64 {
    return this.file.pageSourceSize();
  }
  override retain(): void {
    this.attached++;
  }
  override release(): void {
    this.attached--;
    if (this.attached === 0 && (this.mode & SegmentMode.removed) !== 0) destroy(this);
  }
  override writeMappedName(w: Writer): void {
    w.string("/SYSV");
    writeHex(w, u64(u32(this.key)), 8);
    w.string(" (deleted)");
  }
  override mappedInode(): u64 {
    return u64(u32(this.id));
  }
  get slot(): u32 {
    return u32(this.id) & SLOT_MASK;
  }
  get pages(): u64 {
    return this.file.size / PAGE;
  }
  /** Pages that are in memory. */
  get residentPages(): u64 {
    let resident: u64 = 0;
    for (let i: u64 = 0; i < this.pages; i++) if (this.file.isCached(i)) resident++;
    return resident;
  }
  noteAttached(): void {
    this.attachedAt = nowSeconds();
    this.lastUser = currentProcess().pid;
  }
  noteDetached(): void {
    this.detachedAt = nowSeconds();
    this.lastUser = currentProcess().pid;
  }
}

/** All segments by slot, ascending. */
let first: SharedSegment | null = null;
let count: u32 = 0;
let pages: u64 = 0;
/** The slot after the one given last, and how often they came round. */
let nextSlot: u32 = 0;
let rounds: u32 = 0;

export function nowSeconds(): u64 {
  return realtimeNs() / NS_PER_SECOND;
}

/** Follow `next`. */
export function firstSegment(): SharedSegment | null {
  return first;
}
export function segmentCount(): u32 {
  return count;
}
/** Pages of all segments, touched or not. */
export function segmentPages(): u64 {
  return pages;
}
export function segmentInSlot(slot: u32): SharedSegment | null {
  for (let s = first; s !== null; s = s.next) if (s.slot === slot) return s;
  return null;
}
/** The segment of that number, or -EINVAL; -EIDRM where another one has its slot. */
export function findSegment(id: i32): [SharedSegment | null, i32] {
  if (id < 0) return [null, -Errno.EINVAL];
  const found = segmentInSlot(u32(id) & SLOT_MASK);
  if (found === null) return [null, -Errno.EINVAL];
  return found.id === id ? [found, 0] : [null, -Errno.EIDRM];
}
/** The segment that is this source of pages; null when none is. */
export function segmentOf(source: PageSource | null): SharedSegment | null {
  for (let s = first; s !== null; s = s.next) if (s === source) return s;
  return null;
}

/** shmget(2): the number, or -EINVAL, -ENOENT, -EEXIST, -ENOSPC, -ENOMEM. */
export function getSegment(key: i32, size: u64, flags: u32): i32 {
  if (key === NO_KEY) return newSegment(key, size, flags);
  for (let s = first; s !== null; s = s.next) {
    if (s.key !== key) continue;
    if ((flags & Get.create) !== 0 && (flags & Get.exclusive) !== 0) return -Errno.EEXIST;
    return size > s.size ? -Errno.EINVAL : s.id;
  }
  return (flags & Get.create) === 0 ? -Errno.ENOENT : newSegment(key, size, flags);
}

function newSegment(key: i32, size: u64, flags: u32): i32 {
  if (size === 0 || size > LARGEST_SEGMENT) return -Errno.EINVAL;
  if (count >= MOST_SEGMENTS) return -Errno.ENOSPC;
  // No pages are set aside for SHM_HUGETLB, as with MAP_HUGETLB.
  if ((flags & Get.huge) !== 0) return -Errno.ENOMEM;
  const rounded = (size + PAGE - 1) & ~(PAGE - 1);
  if (rounded > LARGEST_FILE) return -Errno.EINVAL;
  if ((flags & Get.noReserve) === 0 && isBeyondMemory(rounded)) return -Errno.ENOMEM;
  const segment = new SharedSegment();
  segment.file = newAnonymousFile("", 0o777);
  segment.file.retain();
  segment.file.size = rounded;
  segment.key = key;
  segment.size = size;
  segment.mode = flags & SegmentMode.permissions;
  segment.changedAt = nowSeconds();
  segment.creator = currentProcess().pid;
  segment.id = newId();
  insert(segment);
  return segment.id;
}

/** Slots are used in turn. One is free. */
function newId(): i32 {
  const cycle = min(max((count * 3) / 2, LEAST_CYCLE), MOST_SEGMENTS);
  const start = nextSlot;
  let slot: u32 = start < cycle ? start : 0;
  while (segmentInSlot(slot) !== null) slot = slot + 1 < cycle ? slot + 1 : 0;
  if (slot < start) rounds = rounds < MOST_ROUNDS ? rounds + 1 : 0;
  nextSlot = slot + 1;
  return i32((rounds << SLOT_BITS) | slot);
}

function insert(segment: SharedSegment): void {
  let previous: SharedSegment | null = null;
  let at = first;
  while (at !== null && at.slot < segment.slot) {
    previous = at;
    at = at.next;
  }
  segment.next = at;
  if (previous === null) first = segment;
  else previous.next = segment;
  count++;
  pages += segment.pages;
}

/** IPC_RMID: gone at once where nothing shows it, else with the last area. */
export function removeSegment(segment: SharedSegment): void {
  segment.key = NO_KEY;
  segment.mode |= SegmentMode.removed;
  if (segment.attached === 0) destroy(segment);
}

function destroy(segment: SharedSegment): void {
  let previous: SharedSegment | null = null;
  for (let s = first; s !== null && s !== segment; s = s.next) previous = s;
  if (previous === null) first = segment.next;
  else previous.next = segment.next;
  count--;
  pages -= segment.pages;
  segment.file.release();
  free(segment);
}
