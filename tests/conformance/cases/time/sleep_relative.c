/* nanosleep(2) sleeps at least so long; nothing for zero; what it refuses. */
#include "../../case.h"
CASE(sleep_relative) {
  struct timespec start, t = in_ms(15), left = {7, 7};
  clock_gettime(CLOCK_MONOTONIC, &start);
  CALL(nanosleep(&t, &left));
  CALL(elapsed_ms(&start) >= 15);
  printf("%ld %ld\n", left.tv_sec, left.tv_nsec);
  t = in_ms(0);
  CALL(nanosleep(&t, NULL));
  t.tv_nsec = 1000000000;
  CALL(nanosleep(&t, NULL));
  t.tv_nsec = -1;
  CALL(nanosleep(&t, NULL));
  t = (struct timespec){-1, 0};
  CALL(nanosleep(&t, NULL));
  CALL(syscall(SYS_nanosleep, BAD, NULL));
  CALL(syscall(SYS_nanosleep, NULL, NULL));
}
