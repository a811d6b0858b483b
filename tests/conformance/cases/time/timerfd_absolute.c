/* TFD_TIMER_ABSTIME: a time of the clock; a past one is ready at once, with all intervals that went by. */
#include "../../case.h"
#include <sys/timerfd.h>
CASE(timerfd_absolute) {
  int clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME};
  for (int i = 0; i < 3; i++) {
    int fd = timerfd_create(clocks[i], 0);
    struct timespec start;
    uint64_t n = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    struct itimerspec s = {{0, 0}, after_ms(clocks[i], 12)};
    CALL(timerfd_settime(fd, TFD_TIMER_ABSTIME, &s, NULL));
    CALL(read(fd, &n, 8));
    CALL(elapsed_ms(&start) >= 10);
    s.it_value = after_ms(clocks[i], -95), s.it_interval = in_ms(10);
    CALL(timerfd_settime(fd, TFD_TIMER_ABSTIME, &s, NULL));
    CALL(read(fd, &n, 8));
    CALL(n >= 10 && n < 1000);
    close(fd);
  }
}
