/* timerfd: clocks, flags, descriptors, times that are not good. */
#include "../../case.h"
#include <sys/timerfd.h>
CASE(timerfd_refusals) {
  struct itimerspec s = {{0, 0}, {0, 1000000000}};
  CALL(timerfd_create(99, 0));
  CALL(timerfd_create(CLOCK_PROCESS_CPUTIME_ID, 0));
  CALL(timerfd_create(CLOCK_MONOTONIC_RAW, 0));
  CALL(timerfd_create(CLOCK_MONOTONIC, 1));
  int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  CALL(fcntl(fd, F_GETFD));
  CALL(timerfd_settime(fd, 0, &s, NULL));
  CALL(timerfd_settime(fd, 8, &s, NULL));
  s.it_value.tv_nsec = 1;
  CALL(timerfd_settime(fd, 8, &s, NULL));
  CALL(timerfd_settime(1, 0, &s, NULL));
  CALL(timerfd_settime(99, 0, &s, NULL));
  CALL(timerfd_gettime(1, &s));
  CALL(timerfd_gettime(99, &s));
  CALL(syscall(SYS_timerfd_settime, fd, 0, BAD, NULL));
  CALL(syscall(SYS_timerfd_gettime, fd, BAD));
  CALL(write(fd, &s, 8));
  CALL(lseek(fd, 0, SEEK_SET));
  close(fd);
}
