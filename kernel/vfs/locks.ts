/**
 * Locks of files (fcntl(2), flock(2)): advisory, kept with the inode, given back when their owner closes it.
 *
 * Owners are addresses: of an open file for flock(2) and F_OFD_SETLK, of a descriptor table for F_SETLK, whose locks end
 * with the first close of any descriptor for the file. Locks of whole files (flock) and of ranges do not see each other.
 *
 * Invariants: the ranges of one owner do not overlap, and those of one kind that touch are one; `inode.locks` is null
 * where there is neither a lock nor a call that waits for one.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import type { Inode } from "./inode.ts";
import { waitInterruptibly } from "./wait.ts";

/** l_type of struct flock (asm-generic/fcntl.h). */
export enum LockKind {
  read = 0,
  write = 1,
  none = 2,
}
/** The last byte that there can be. */
export const LAST_BYTE: u64 = 0x7fff_ffff_ffff_ffff;

export class FileLock {
  next: FileLock | null = null;
  owner: u64 = 0;
  kind: u32 = 0;
  start: u64 = 0;
  /** Inclusive. */
  end: u64 = 0;
  /** Who set it, as F_GETLK tells; -1 for an open file. */
  pid: i32 = 0;
}

/** The locks of one file. */
export class InodeLocks {
  ranges: FileLock | null = null;
  whole: FileLock | null = null;
  /** Calls that sleep in `changed`. */
  waiting: u32 = 0;
  readonly changed: Embed<WaitQueue> = new WaitQueue();
}

function locksOf(inode: Inode): InodeLocks {
  const there = inode.locks;
  if (there !== null) return there;
  const locks = new InodeLocks();
  inode.locks = locks;
  return locks;
}
function tidy(inode: Inode): void {
  const locks = inode.locks;
  if (locks === null || locks.ranges !== null || locks.whole !== null || locks.waiting > 0) return;
  inode.locks = null;
  free(locks);
}

function conflict(list: FileLock | null, wanted: FileLock): FileLock | null {
  for (let l = list; l !== null; l = l.next) {
    if (l.owner === wanted.owner || l.start > wanted.end || l.end < wanted.start) continue;
    if (l.kind === LockKind.write || wanted.kind === LockKind.write) return l;
  }
  return null;
}
/** The lock of somebody else's that stands in the way of this one; null when none does. */
export function findConflict(inode: Inode, wanted: FileLock): FileLock | null {
  const locks = inode.locks;
  return locks === null ? null : conflict(locks.ranges, wanted);
}

/** Sets a range to `wanted.kind`, none included: 0, EAGAIN when another owner's is in the way, EINTR while waiting. */
export function lockRange(inode: Inode, wanted: FileLock, waits: boolean): i32 {
  const locks = locksOf(inode);
  const error: i32 = wanted.kind === LockKind.none ? 0 : passConflicts(locks, wanted, waits, false);
  if (error === 0) {
    locks.ranges = withRange(locks.ranges, wanted);
    locks.changed.wakeAll();
  }
  tidy(inode);
  return error;
}

/** As `lockRange` for the whole file by flock(2). A lock that is converted is given up first, as on Linux. */
export function lockWhole(inode: Inode, owner: u64, kind: u32, waits: boolean): i32 {
  const locks = locksOf(inode);
  const wanted: Embed<FileLock> = new FileLock();
  wanted.owner = owner;
  wanted.kind = kind;
  wanted.end = LAST_BYTE;
  for (let l = locks.whole; l !== null; l = l.next) if (l.owner === owner && l.kind === kind) return 0;
  locks.whole = withoutOwner(locks.whole, owner);
  locks.changed.wakeAll();
  const error: i32 = kind === LockKind.none ? 0 : passConflicts(locks, wanted, waits, true);
  if (error === 0 && kind !== LockKind.none) locks.whole = copyOf(wanted, 0, LAST_BYTE, locks.whole);
  tidy(inode);
  return error;
}

/** Until nobody is in the way: 0, EAGAIN, EINTR. */
function passConflicts(locks: InodeLocks, wanted: FileLock, waits: boolean, isWhole: boolean): i32 {
  while (conflict(isWhole ? locks.whole : locks.ranges, wanted) !== null) {
    if (!waits) return -Errno.EAGAIN;
    const on = disableInterrupts();
    locks.waiting++;
    const woken = waitInterruptibly(locks.changed);
    locks.waiting--;
    restoreInterrupts(on);
    if (woken < 0) return i32(woken);
  }
  return 0;
}

/** Gives back all locks that the owner has on the file. */
export function dropLocks(inode: Inode, owner: u64): void {
  const locks = inode.locks;
  if (locks === null) return;
  locks.ranges = withoutOwner(locks.ranges, owner);
  locks.whole = withoutOwner(locks.whole, owner);
  locks.changed.wakeAll();
  tidy(inode);
}

let unnamed: Inode | null = null;
/** The inode that open files without one of their own share (anonymous.ts). */
export function setUnnamedInode(inode: Inode): void {
  unnamed = inode;
}
/** Gives back what an open file without an inode has locked. */
export function dropUnnamedLocks(owner: u64): void {
  const inode = unnamed;
  if (inode !== null) dropLocks(inode, owner);
}

function copyOf(of: FileLock, start: u64, end: u64, next: FileLock | null): FileLock {
  const lock = new FileLock();
  lock.owner = of.owner;
  lock.kind = of.kind;
  lock.pid = of.pid;
  lock.start = start;
  lock.end = end;
  lock.next = next;
  return lock;
}

function withoutOwner(list: FileLock | null, owner: u64): FileLock | null {
  let kept: FileLock | null = null;
  for (let l = list; l !== null; ) {
    const next: FileLock | null = l.next;
    if (l.owner === owner) free(l);
    else {
      l.next = kept;
      kept = l;
    }
    l = next;
  }
  return kept;
}

/** The list with the owner's locks changed as `wanted` says: cut where it overlaps another kind, joined with its own. */
function withRange(list: FileLock | null, wanted: FileLock): FileLock | null {
  let start = wanted.start;
  let end = wanted.end;
  let kept: FileLock | null = null;
  for (let l = list; l !== null; ) {
    const next: FileLock | null = l.next;
    const isOwn = l.owner === wanted.owner;
    const overlaps = l.start <= wanted.end && l.end >= wanted.start;
    const touches = overlaps || l.end + 1 === wanted.start || wanted.end + 1 === l.start;
    if (isOwn && l.kind === wanted.kind && touches) {
      start = min(start, l.start);
      end = max(end, l.end);
      free(l);
    } else if (isOwn && overlaps) {
      if (l.start < wanted.start) kept = copyOf(l, l.start, wanted.start - 1, kept);
      if (l.end > wanted.end) kept = copyOf(l, wanted.end + 1, l.end, kept);
      free(l);
    } else {
      l.next = kept;
      kept = l;
    }
    l = next;
  }
  return wanted.kind === LockKind.none ? kept : copyOf(wanted, start, end, kept);
}
