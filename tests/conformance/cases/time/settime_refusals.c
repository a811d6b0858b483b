/* clock_settime(2): clocks that cannot be set, times that are none. */
#include "../../case.h"
CASE(settime_refusals) {
  struct timespec t = {0, 1000000000}, good = {1, 0};
  CALL(clock_settime(CLOCK_REALTIME, &t));
  t = (struct timespec){-1, 0};
  CALL(clock_settime(CLOCK_REALTIME, &t));
  CALL(clock_settime(CLOCK_MONOTONIC, &good));
  CALL(clock_settime(CLOCK_PROCESS_CPUTIME_ID, &good));
  CALL(clock_settime(CLOCK_BOOTTIME, &good));
  CALL(clock_settime(99, &good));
  CALL(syscall(SYS_clock_settime, CLOCK_REALTIME, BAD));
}
