/** Results that mean something inside the kernel only (Linux include/linux/errno.h has the same idea). */

/** The call was interrupted by a signal before it did anything: it begins again unless a handler without SA_RESTART runs. */
export const RESTART: isize = -512;

/** execve(2) has put another program's registers into the frame. */
export const REPLACED: isize = -513;

/** As `RESTART`, but no handler ends the call. */
export const RESTART_ALWAYS: isize = -514;

/**
 * As `RESTART` of a call with a relative time limit, which any handler ends: ProgramThread.restartDeadlineNs has when the
 * time is up, which the call takes from there when it begins again.
 */
export const RESTART_TIMED: isize = -515;

/** Whether the call may have to begin again. */
export function isRestart(result: isize): boolean {
  return result === RESTART || result === RESTART_ALWAYS || result === RESTART_TIMED;
}
