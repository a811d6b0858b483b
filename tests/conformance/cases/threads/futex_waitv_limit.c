/* futex_waitv(2): an absolute limit of the clock that is named, monotonic or wall; others are refused. */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_waitv_limit) {
  uint32_t word = 1;
  struct futex_waitv v = {1, (uintptr_t)&word, FUTEX_32, 0};
  struct timespec start, t;
  clock_gettime(CLOCK_MONOTONIC, &start);
  t = after_ms(CLOCK_MONOTONIC, 20);
  CALL(syscall(SYS_futex_waitv, &v, 1, 0, &t, CLOCK_MONOTONIC));
  CALL(elapsed_ms(&start) >= 20);
  t = after_ms(CLOCK_REALTIME, 10);
  CALL(syscall(SYS_futex_waitv, &v, 1, 0, &t, CLOCK_REALTIME));
  CALL(syscall(SYS_futex_waitv, &v, 1, 0, &t, CLOCK_BOOTTIME));
  CALL(syscall(SYS_futex_waitv, &v, 1, 0, BAD, CLOCK_MONOTONIC));
  t = (struct timespec){0, -1};
  CALL(syscall(SYS_futex_waitv, &v, 1, 0, &t, CLOCK_MONOTONIC));
  t = (struct timespec){0, 0};
  CALL(syscall(SYS_futex_waitv, &v, 1, 0, &t, CLOCK_MONOTONIC));
}
