/* clock_gettime(2): clocks that advance, resolutions, clocks that are not there. */
#include "../../case.h"
#include <sys/time.h>
CASE(clocks) {
  struct timespec a, b;
  clockid_t all[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME};
  for (int i = 0; i < 6; i++) {
    clock_gettime(all[i], &a);
    for (volatile int j = 0; j < 3000000; j++);
    clock_gettime(all[i], &b);
    printf("clock %d advances: %d\n", (int)all[i], b.tv_sec > a.tv_sec || (b.tv_sec == a.tv_sec && b.tv_nsec > a.tv_nsec));
  }
  CALL(clock_gettime(77, &a));
  CALL(clock_getres(77, &a));
  CALL(clock_getres(CLOCK_MONOTONIC, &a));
  printf("%ld %ld\n", a.tv_sec, a.tv_nsec);
  CALL(clock_getres(CLOCK_MONOTONIC, NULL));
  struct timeval tv;
  CALL(gettimeofday(&tv, NULL));
  clock_gettime(CLOCK_REALTIME, &a);
  CALL(a.tv_sec - tv.tv_sec <= 1);
  CALL(time(NULL) - a.tv_sec <= 1);
  CALL(a.tv_sec > 1700000000);
}
