/**
 * Checks of memory that a program names in a system call. They say whether an access is allowed by the mappings;
 * the access itself may still fault pages in.
 */
import { copyOrFault, touchPage } from "../arch/x64/copy.ts";
import { copyNow } from "../arch/x64/nofault.ts";
import { Errno } from "../lib/errno.ts";
import { space } from "./addressspace.ts";
import { PAGE_SIZE, PROGRAM_END } from "./layout.ts";

/**
 * Whether `n` bytes at `p` may be read, as the caller is about to. True for n = 0.
 * @faults
 */
export function userReadable(p: u64, n: u64): boolean {
  return space.isReadable(p, n);
}
/**
 * Whether `n` bytes at `p` may be written, as the caller is about to. True for n = 0.
 * @faults
 */
export function userWritable(p: u64, n: u64): boolean {
  return space.isWritable(p, n);
}

/** Whether `n` bytes at `p` lie where programs may have memory, mapped or not: what Linux checks before anything else. */
export function userRange(p: u64, n: u64): boolean {
  return p <= PROGRAM_END && n <= PROGRAM_END - p;
}
/** As above for an object of a fixed size: Linux looks at where it begins, since the page behind the last is never mapped. */
export function userAddress(p: u64): boolean {
  return p <= PROGRAM_END;
}
/**
 * How many of the `n` bytes at `p` may be written (or read) before the first that may not.
 * @faults
 */
export function userPrefix(p: u64, n: u64, writing: boolean): u64 {
  if (writing ? userWritable(p, n) : userReadable(p, n)) return n;
  let length = PAGE_SIZE - (p & (PAGE_SIZE - 1));
  let good: u64 = 0;
  while (good < n) {
    const step = min(length, n - good);
    if (!(writing ? userWritable(p + good, step) : userReadable(p + good, step))) break;
    good += step;
    length = PAGE_SIZE;
  }
  return good;
}

// What follows needs no kernel lock: instead of the list of mappings, the access itself tells whether it is allowed.

/**
 * Copies `n` bytes of the program's memory at `from` to the kernel's at `to`: false for EFAULT.
 * @faults
 */
export function userFetch(to: u64, from: u64, n: u64): boolean {
  if (!userRange(from, n)) return false;
  if (TARGET.host) copyBytes(to, from, n);
  return TARGET.host || copyOrFault(to, from, n) === 0;
}
/**
 * Copies `n` bytes of the kernel's memory at `from` to the program's at `to`: false for EFAULT.
 * @faults
 */
export function userDeliver(to: u64, from: u64, n: u64): boolean {
  if (!userRange(to, n)) return false;
  if (TARGET.host) copyBytes(to, from, n);
  return TARGET.host || copyOrFault(to, from, n) === 0;
}
/**
 * As `userFetch` for a few bytes, most often there already.
 * @faults
 */
export function userFetchNow(to: u64, from: u64, n: u64): boolean {
  return (!TARGET.host && userRange(from, n) && copyNow(to, from, n)) || userFetch(to, from, n);
}
/**
 * As `userDeliver` for a few bytes.
 * @faults
 */
export function userDeliverNow(to: u64, from: u64, n: u64): boolean {
  return (!TARGET.host && userRange(to, n) && copyNow(to, from, n)) || userDeliver(to, from, n);
}
/**
 * Brings in the pages of `n` bytes at `p`, at least one, for reading or writing: false for EFAULT.
 * @faults
 */
export function userTouch(p: u64, n: u64, writing: boolean): boolean {
  if (!userRange(p, n)) return false;
  for (let at = p; at < p + n; at = (at & ~(PAGE_SIZE - 1)) + PAGE_SIZE) {
    if (!touchPage(at, writing)) return false;
  }
  return true;
}

/**
 * The NUL-terminated string at `p`, without its NUL, in the program's own memory.
 * Errors: -EFAULT; -ENAMETOOLONG when no NUL stands within `max` bytes, with the first `max` bytes as the string.
 * @faults
 */
export function userString(p: u64, max: u64): [string, i32] {
  const text = ptr<u8>(p);
  let length: u64 = 0;
  while (length < max) {
    const stop = min(max, length + PAGE_SIZE - ((p + length) & (PAGE_SIZE - 1)));
    if (!space.isReadable(p + length, stop - length)) return ["", -Errno.EFAULT];
    while (length < stop) {
      if (text[length] === 0) return [stringAt(text, length), 0];
      length++;
    }
  }
  return [stringAt(text, length), -Errno.ENAMETOOLONG];
}
