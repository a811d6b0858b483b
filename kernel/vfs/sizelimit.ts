/** The greatest size that the calling process may give a file (RLIMIT_FSIZE); process/ knows it. */
let sizeLimit: FnPtr<() => u64> | null = null;
let onExceeded: FnPtr<() => void> | null = null;

/** `limit`: bytes; `exceeded` raises SIGXFSZ. */
export function setSizeLimitHooks(limit: FnPtr<() => u64>, exceeded: FnPtr<() => void>): void {
  sizeLimit = limit;
  onExceeded = exceeded;
}
export function fileSizeLimit(): u64 {
  const limit = sizeLimit;
  return limit === null ? ~u64(0) : limit();
}
/** Whether a file may become that long; where not, the process is told by a signal. */
export function fitsSizeLimit(size: u64): boolean {
  if (size <= fileSizeLimit()) return true;
  const exceeded = onExceeded;
  if (exceeded !== null) exceeded();
  return false;
}
