/* clock_nanosleep(2) until a time of a clock; what is past returns at once, without looking for remaining time. */
#include "../../case.h"
static long sleep_until(clockid_t c, long ms) {
  struct timespec t = after_ms(c, ms);
  return clock_nanosleep(c, TIMER_ABSTIME, &t, NULL);
}
CASE(sleep_absolute) {
  clockid_t clocks[] = {CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_BOOTTIME, CLOCK_TAI};
  for (int i = 0; i < 4; i++) {
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    CALL(sleep_until(clocks[i], 15));
    CALL(elapsed_ms(&start) >= 14);
    CALL(sleep_until(clocks[i], 0));
  }
  struct timespec past = {1, 0};
  CALL(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &past, BAD));
  CALL(syscall(SYS_clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, &past, BAD));
}
