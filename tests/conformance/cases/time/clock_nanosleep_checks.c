/* Clocks that may be slept by, and the order of checks. */
#include "../../case.h"

CASE(clock_nanosleep_checks) {
  struct timespec zero = {0, 0}, bad = {0, -1}, soon = {0, 1000};
  CALL(syscall(SYS_clock_nanosleep, 100, 0, BAD, NULL));
  CALL(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC_COARSE, 0, BAD, NULL));
  CALL(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, BAD, NULL));
  CALL(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &bad, NULL));
  CALL(syscall(SYS_clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 0, &zero, NULL));
  CALL(syscall(SYS_clock_nanosleep, -2, 0, &soon, NULL));
  CALL(syscall(SYS_clock_nanosleep, CLOCK_PROCESS_CPUTIME_ID, TIMER_ABSTIME, &soon, NULL));
  CALL(syscall(SYS_clock_nanosleep, CLOCK_TAI, 0, &soon, NULL));
}
