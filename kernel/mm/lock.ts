/**
 * mlock(2) and its family. Pages are never taken away, so locking makes them present and is remembered for the calls
 * that refuse locked memory. Programs run as root, whom RLIMIT_MEMLOCK does not bind (CAP_IPC_LOCK).
 */
import { Errno } from "../lib/errno.ts";
import { PAGE_SIZE, pageUp } from "./layout.ts";
import type { Mappings } from "./mappings.ts";
import { VmaFlag } from "./vma.ts";

/** mlockall(2). */
export enum LockAll {
  current = 1,
  future = 2,
  onFault = 4,
}

/**
 * [first page, end behind the last] of the bytes, or an error in the third place; an empty range has end 0. The length wraps
 * around before the range is looked at, as in Linux: -1 bytes from inside a page are that page.
 */
export function lockedRange(addr: u64, length: u64): [u64, u64, i32] {
  const start = addr & ~(PAGE_SIZE - 1);
  const size = pageUp(length + (addr & (PAGE_SIZE - 1)));
  if (size === 0) return [start, 0, 0];
  const [end, wraps] = addOverflow(start, size);
  return wraps ? [start, 0, -Errno.EINVAL] : [start, end, 0];
}

/** Sets or clears the mark on every area in [start, end): -ENOMEM where one is missing; those before it have it then. */
export function markLocked(m: Mappings, start: u64, end: u64, locked: boolean): i32 {
  if (end <= start) return 0;
  if (!m.mayGrow()) return -Errno.ENOMEM;
  let to = start;
  while (to < end) {
    const vma = m.find(to);
    if (vma === null) break;
    to = vma.end;
  }
  const error: i32 = to < end ? -Errno.ENOMEM : 0;
  const set: u32 = locked ? VmaFlag.locked : 0;
  m.changeFlags(start, min(to, end), set, locked ? 0 : VmaFlag.locked);
  return error;
}
