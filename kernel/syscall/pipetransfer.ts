/**
 * Transfers between a pipe and buffers of which a part may not be touched. A pipe takes whole pages only, and before them what
 * goes into the rest of its last page; of what it has, it gives whole pages or all (Linux pipe_write and pipe_read).
 */
import { Errno } from "../lib/errno.ts";
import { PAGE_SIZE } from "../mm/layout.ts";
import type { PipeFile } from "../vfs/pipe.ts";
import type { PipeRing } from "../vfs/pipering.ts";

/** How many of `total` bytes, of which the first `good` can be read, go into the pipe. */
function taken(pipe: PipeRing, good: u64, total: u64): u64 {
  const odd = total % PAGE_SIZE;
  const first: u64 = odd <= pipe.roomInLastPage ? odd : 0;
  return good < first ? 0 : first + ((good - first) & ~(PAGE_SIZE - 1));
}
/** How many bytes come out of it into `total`, of which the first `good` can be written. */
function given(pipe: PipeRing, good: u64, total: u64): u64 {
  return good >= min(total, pipe.length) ? good : good & ~(PAGE_SIZE - 1);
}
/**
 * What a transfer comes to where only the first `good` of `total` bytes can be touched: how many to transfer; 0 at the end of
 * the pipe, or EFAULT, EAGAIN, EINTR, EPIPE, of which what the pipe says comes first.
 */
export function pipePart(file: PipeFile, good: u64, total: u64, writing: boolean): isize {
  const pipe = file.ring;
  if (!writing) {
    const there = file.awaitData(false);
    if (there <= 0) return there;
    const n = given(pipe, good, total);
    return n > 0 ? isize(n) : -Errno.EFAULT;
  }
  const n = taken(pipe, good, total);
  if (n > 0) return isize(n);
  const error = file.awaitRoom(1, false);
  return error < 0 ? error : -Errno.EFAULT;
}
