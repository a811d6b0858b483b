/** Results that mean something inside the kernel only (Linux include/linux/errno.h has the same idea). */

/** The call was interrupted by a signal before it did anything: it begins again unless a handler without SA_RESTART runs. */
export const RESTART: isize = -512;

/** execve(2) has put another program's registers into the frame. */
export const REPLACED: isize = -513;
