/**
 * process_vm_readv(2), process_vm_writev(2): copies between two lists of ranges. The only process there is is the
 * caller's own, so that both lists name the same address space; a range is looked at when the copy comes to it.
 */
import { Errno } from "../lib/errno.ts";
import { transfer } from "../mm/transfer.ts";
import { userPrefix, userRange, userReadable } from "../mm/user.ts";
import { findThread } from "../sched/thread.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";

/** UIO_MAXIOV. */
const MOST_VECTORS: u64 = 1024;
/** MAX_RW_COUNT. */
const LONGEST: u64 = 0x7ffff000;
const VECTOR_SIZE: u64 = 16;

/** A place in a list of struct iovec that has been found readable. */
class Ranges {
  /** Bytes behind `at` in the range that it lies in. */
  left: u64 = 0;
  at: u64 = 0;
  private index: u64 = 0;

  constructor(
    readonly vectors: u64,
    readonly count: u64,
  ) {}

  /** Goes on to the next range with bytes in it: false at the end. */
  settle(): boolean {
    while (this.left === 0 && this.index < this.count) {
      const vector = this.vectors + this.index * VECTOR_SIZE;
      this.at = loadUnaligned<u64>(vector);
      this.left = loadUnaligned<u64>(vector + 8);
      this.index++;
    }
    return this.left > 0;
  }
  take(n: u64): void {
    this.at += n;
    this.left -= n;
  }
}

/** Bytes in the list (0 or more), or EINVAL, EFAULT; `isLocal`: its addresses must be ones that programs may have. */
function measure(vectors: u64, count: u64, isLocal: boolean): isize {
  if (count > MOST_VECTORS) return -Errno.EINVAL;
  if (!userReadable(vectors, count * VECTOR_SIZE)) return -Errno.EFAULT;
  for (let i: u64 = 0; i < count; i++)
    if (loadUnaligned<i64>(vectors + i * VECTOR_SIZE + 8) < 0) return -Errno.EINVAL;
  let total: u64 = 0;
  for (let i: u64 = 0; i < count; i++) {
    const base = loadUnaligned<u64>(vectors + i * VECTOR_SIZE);
    const length = loadUnaligned<u64>(vectors + i * VECTOR_SIZE + 8);
    if (isLocal && !userRange(base, count === 1 ? min(length, LONGEST) : length)) return -Errno.EFAULT;
    total = min(total + min(length, LONGEST), LONGEST);
  }
  return isize(total);
}

export function sysProcessVm(
  pid: i32,
  local: u64,
  localCount: u64,
  remote: u64,
  remoteCount: u64,
  flags: u64,
  writing: boolean,
): isize {
  if (flags !== 0) return -Errno.EINVAL;
  const total = measure(local, localCount, true);
  if (total <= 0) return total;
  const there = measure(remote, remoteCount, false);
  if (there <= 0) return there;
  const thread = findThread(pid);
  if (thread === null || thread.program === 0) return -Errno.ESRCH;
  const here: Embed<Ranges> = new Ranges(local, localCount);
  const other: Embed<Ranges> = new Ranges(remote, remoteCount);
  const from: Ranges = writing ? here : other;
  const to: Ranges = writing ? other : here;
  let done: u64 = 0;
  while (done < LONGEST && from.settle() && to.settle()) {
    const n = min(min(from.left, to.left), LONGEST - done);
    const good = min(reach(from.at, n, false), reach(to.at, n, true));
    const copied = good - transfer(to.at, from.at, good);
    from.take(copied);
    to.take(copied);
    done += copied;
    if (copied < n) break;
  }
  return done > 0 ? isize(done) : -Errno.EFAULT;
}

/** How much of a range can be accessed. */
function reach(at: u64, n: u64, writing: boolean): u64 {
  return userRange(at, n) ? userPrefix(at, n, writing) : 0;
}

export function registerProcessMemoryCalls(): void {
  handle(Sys.process_vm_readv, (pid, local, localCount, remote, remoteCount, flags) =>
    sysProcessVm(i32(pid), local, localCount, remote, remoteCount, flags, false),
  );
  handle(Sys.process_vm_writev, (pid, local, localCount, remote, remoteCount, flags) =>
    sysProcessVm(i32(pid), local, localCount, remote, remoteCount, flags, true),
  );
}
