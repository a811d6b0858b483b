/* timerfd: expirations add up until they are read; the old setting is given. */
#include "../../case.h"
#include <sys/timerfd.h>
CASE(timerfd_interval) {
  int fd = timerfd_create(CLOCK_REALTIME, 0);
  struct itimerspec s = {in_ms(4), in_ms(4)}, old;
  uint64_t n = 0;
  CALL(timerfd_settime(fd, 0, &s, NULL));
  usleep(50000);
  CALL(read(fd, &n, 8));
  CALL(n >= 10);
  CALL(read(fd, &n, 8));
  CALL(n >= 1);
  CALL(timerfd_gettime(fd, &old));
  printf("%ld %d\n", old.it_interval.tv_nsec, old.it_value.tv_nsec > 0 && old.it_value.tv_nsec <= 4000000);
  s = (struct itimerspec){{0, 0}, {500, 0}};
  CALL(timerfd_settime(fd, 0, &s, &old));
  printf("%ld\n", old.it_interval.tv_nsec);
  close(fd);
}
