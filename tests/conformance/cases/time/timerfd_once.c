/* timerfd: one expiration, read once; a nonblocking read before it is EAGAIN; setting it anew forgets what was not read. */
#include "../../case.h"
#include <poll.h>
#include <sys/timerfd.h>
CASE(timerfd_once) {
  int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct itimerspec s = {{0, 0}, in_ms(10)}, left, off = {0};
  struct pollfd p = {fd, POLLIN};
  uint64_t n = 0;
  CALL(read(fd, &n, 8));
  CALL(timerfd_settime(fd, 0, &s, NULL));
  CALL(read(fd, &n, 8));
  CALL(poll(&p, 1, 5000));
  CALL(read(fd, &n, 7));
  CALL(read(fd, &n, 8));
  CALL(n);
  CALL(read(fd, &n, 8));
  CALL(timerfd_gettime(fd, &left));
  printf("%ld %ld\n", left.it_value.tv_sec, left.it_value.tv_nsec);
  CALL(timerfd_settime(fd, 0, &s, NULL));
  CALL(poll(&p, 1, 5000));
  CALL(timerfd_settime(fd, 0, &off, NULL));
  CALL(poll(&p, 1, 0));
  CALL(read(fd, &n, 8));
  close(fd);
}
