/** struct timespec and struct timeval in program memory. */
import { Errno } from "../lib/errno.ts";
import { userFetch, userReadable, userWritable } from "../mm/user.ts";

const NS_PER_S: u64 = 1000000000;

class TwoWords {
  first: i64 = 0;
  second: i64 = 0;
}

/** [nanoseconds, error]: EFAULT, or EINVAL for a negative or unnormalised time. Times past 292 years are capped. */
export function readTimespec(address: u64): [u64, i32] {
  const words: Embed<TwoWords> = new TwoWords();
  if (!userFetch(addressOf(words), address, 16)) return [0, -Errno.EFAULT];
  const seconds = words.first;
  const ns = words.second;
  if (seconds < 0 || ns < 0 || ns >= 1000000000) return [0, -Errno.EINVAL];
  if (seconds > 9000000000) return [9000000000 * NS_PER_S, 0];
  return [u64(seconds) * NS_PER_S + u64(ns), 0];
}
/** 0 or -EFAULT. */
export function writeTimespec(address: u64, ns: u64): i32 {
  if (!userWritable(address, 16)) return -Errno.EFAULT;
  storeUnaligned<u64>(address, ns / NS_PER_S);
  storeUnaligned<u64>(address + 8, ns % NS_PER_S);
  return 0;
}
/** As `readTimespec` for microseconds. */
export function readTimeval(address: u64): [u64, i32] {
  const words: Embed<TwoWords> = new TwoWords();
  if (!userFetch(addressOf(words), address, 16)) return [0, -Errno.EFAULT];
  const seconds = words.first;
  const us = words.second;
  if (seconds < 0 || us < 0 || us >= 1000000) return [0, -Errno.EINVAL];
  if (seconds > 9000000000) return [9000000000 * NS_PER_S, 0];
  return [u64(seconds) * NS_PER_S + u64(us) * 1000, 0];
}
/** As `readTimeval` for select(2), which carries microseconds past a second over. */
export function readLooseTimeval(address: u64): [u64, i32] {
  if (!userReadable(address, 16)) return [0, -Errno.EFAULT];
  const us = loadUnaligned<i64>(address + 8);
  const seconds = loadUnaligned<i64>(address) + us / 1000000;
  if (seconds < 0 || us < 0) return [0, -Errno.EINVAL];
  if (seconds > 9000000000) return [9000000000 * NS_PER_S, 0];
  return [u64(seconds) * NS_PER_S + u64(us % 1000000) * 1000, 0];
}
export function writeTimeval(address: u64, ns: u64): i32 {
  if (!userWritable(address, 16)) return -Errno.EFAULT;
  storeUnaligned<u64>(address, ns / NS_PER_S);
  storeUnaligned<u64>(address + 8, (ns % NS_PER_S) / 1000);
  return 0;
}
