/* timerfd_settime(2): one time and intervals, absolute times, disarming, expirations counted. */
#include "../../case.h"
#include <poll.h>
#include <sys/timerfd.h>
CASE(timerfd_rules) {
  int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  uint64_t n;
  struct itimerspec t = {{0, 10000000}, {0, 10000000}}, old, none = {0}, bad = {{0, 0}, {0, 1000000000}};
  CALL(timerfd_gettime(fd, &old));
  printf("%ld %ld\n", (long)old.it_value.tv_nsec, (long)old.it_interval.tv_nsec);
  CALL(timerfd_settime(fd, 0, &t, NULL));
  usleep(45000);
  CALL(read(fd, &n, 8));
  printf("several %d\n", n >= 4);
  CALL(timerfd_settime(fd, 0, &none, &old));
  printf("was %d %ld\n", old.it_value.tv_nsec > 0, (long)old.it_interval.tv_nsec);
  CALL(read(fd, &n, 8));
  struct itimerspec past = {{0, 0}, {0, 1}};
  CALL(timerfd_settime(fd, TFD_TIMER_ABSTIME, &past, NULL));
  struct pollfd f = {fd, POLLIN};
  CALL(poll(&f, 1, 1000));
  CALL(read(fd, &n, 8));
  CALL(n);
  CALL(timerfd_settime(fd, 0, &bad, NULL));
  CALL(timerfd_settime(fd, 99, &t, NULL));
  CALL(timerfd_settime(fd, 0, BAD, NULL));
  CALL(timerfd_settime(0, 0, &t, NULL));
  CALL(timerfd_settime(99, 0, &t, NULL));
  CALL(timerfd_create(CLOCK_THREAD_CPUTIME_ID, 0));
  CALL(timerfd_create(CLOCK_MONOTONIC, 99));
  CALL(read(fd, &n, 7));
  CALL(write(fd, &n, 8));
  close(fd);
  WORKS(fd = timerfd_create(CLOCK_BOOTTIME, 0));
  close(fd);
}
