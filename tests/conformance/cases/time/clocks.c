/* clock_gettime(2): clocks that advance, resolutions, clocks that are not there. */
#include "../../case.h"
#include <sys/time.h>
CASE(clocks) {
  struct timespec a, b;
  clockid_t all[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME};
  for (int i = 0; i < 6; i++) {
    struct timespec start;
    int advances = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    clock_gettime(all[i], &a);
    /* Some hosts bring the CPU clocks up to date now and then only. */
    while (!advances && elapsed_ms(&start) < 5000) {
      for (volatile int j = 0; j < 300000; j++);
      clock_gettime(all[i], &b);
      advances = b.tv_sec > a.tv_sec || (b.tv_sec == a.tv_sec && b.tv_nsec > a.tv_nsec);
    }
    printf("clock %d advances: %d\n", (int)all[i], advances);
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
