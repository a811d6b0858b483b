/** futex_waitv(2). */
import { Errno } from "../lib/errno.ts";
import { userFetch } from "../mm/user.ts";
import { FutexVector } from "../process/futexvector.ts";
import { deadline, findKey } from "./futex.ts";
import { Sys } from "./numbers.ts";
import { RESTART } from "./results.ts";
import { handle } from "./table.ts";

/** struct futex_waitv. */
class WaitEntry {
  value: u64 = 0;
  address: u64 = 0;
  flags: u32 = 0;
  reserved: u32 = 0;
}
/** FUTEX_WAITV_MAX. */
const MOST: u32 = 128;
const CLOCK_REALTIME: u32 = 0;
const CLOCK_MONOTONIC: u32 = 1;
/** FUTEX2_SIZE_U32 is the only size there is; FUTEX2_NUMA is not served. */
const SIZE_U32: u32 = 2;
const PRIVATE: u32 = 128;

/** Reads the entries and finds their words: 0, or a negative errno. All entries are checked before any word. */
function fill(vector: FutexVector, entries: u64, count: u32): i32 {
  const entry: Embed<WaitEntry> = new WaitEntry();
  for (let pass: u32 = 0; pass < 2; pass++) {
    for (let i: u64 = 0; i < u64(count); i++) {
      if (!userFetch(addressOf(entry), entries + i * sizeOf<WaitEntry>(), sizeOf<WaitEntry>())) {
        return -Errno.EFAULT;
      }
      if ((entry.flags & ~PRIVATE) !== SIZE_U32 || entry.reserved !== 0) return -Errno.EINVAL;
      if (entry.value >> 32 !== 0) return -Errno.EINVAL;
      if (pass === 0) continue;
      const key = vector.add(entry.address, u32(entry.value));
      const error = findKey(key, entry.address, (entry.flags & PRIVATE) === 0, false);
      if (error !== 0) return error;
    }
  }
  return 0;
}

/** Sleeps until one of the words is woken: its index. The time limit is absolute. */
export function sysFutexWaitv(entries: u64, count: u32, flags: u32, timeout: u64, clock: u32): isize {
  if (flags !== 0 || count === 0 || count > MOST || entries === 0) return -Errno.EINVAL;
  if (timeout !== 0 && clock !== CLOCK_REALTIME && clock !== CLOCK_MONOTONIC) return -Errno.EINVAL;
  const [until, error] = deadline(timeout, false, clock === CLOCK_REALTIME);
  if (error !== 0) return isize(error);
  using vector = new FutexVector(u64(count));
  if (!vector.isUsable) return -Errno.ENOMEM;
  const refused = fill(vector, entries, count);
  if (refused !== 0) return isize(refused);
  const result = vector.wait(until);
  return result === -Errno.EINTR ? RESTART : result;
}

export function registerFutexVectorCalls(): void {
  handle(Sys.futex_waitv, (entries, count, flags, timeout, clock) =>
    sysFutexWaitv(entries, u32(count), u32(flags), timeout, u32(clock)),
  );
}
