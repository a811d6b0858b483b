/* Two readers wait for a timerfd: one expiration is read by one of them. */
#include "../../case.h"
#include <sys/timerfd.h>
static int fd;
static volatile int total;
static void *reads(void *p) {
  uint64_t n = 0;
  read(fd, &n, 8);
  return (void *)n;
}
CASE(timerfd_two_readers) {
  struct worker w[2];
  struct itimerspec s = {{0, 0}, in_ms(5)};
  fd = timerfd_create(CLOCK_MONOTONIC, 0);
  start_worker(&w[0], reads, NULL), start_worker(&w[1], reads, NULL);
  until_asleep(w[0].tid), until_asleep(w[1].tid);
  CALL(timerfd_settime(fd, 0, &s, NULL));
  usleep(30000);
  CALL(timerfd_settime(fd, 0, &s, NULL));
  long a = (long)join_worker(&w[0]), b = (long)join_worker(&w[1]);
  printf("%ld %ld\n", a, b);
  close(fd);
}
