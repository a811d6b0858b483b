/* High-resolution clocks have a resolution of 1 ns, the coarse ones that of a tick. */
#include "../../case.h"
CASE(clock_resolutions) {
  int clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME, CLOCK_TAI};
  for (int i = 0; i < 7; i++) {
    struct timespec t;
    CALL(clock_getres(clocks[i], &t));
    printf("%d: %ld %ld\n", clocks[i], t.tv_sec, t.tv_nsec);
  }
  struct timespec t;
  CALL(clock_getres(CLOCK_REALTIME_COARSE, &t));
  CALL(t.tv_sec == 0 && t.tv_nsec >= 1000000 && t.tv_nsec <= 10000000);
  CALL(clock_getres(CLOCK_MONOTONIC_COARSE, &t));
  CALL(t.tv_sec == 0 && t.tv_nsec >= 1000000 && t.tv_nsec <= 10000000);
}
