/**
 * Checks of memory that a program names in a system call. They say whether an access is allowed by the mappings;
 * the access itself may still fault pages in.
 */
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
