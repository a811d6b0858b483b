/* A process that sleeps uses no CPU time. */
#include "../../case.h"
CASE(cpu_clock_asleep) {
  struct timespec a, b;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
  usleep(120000);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
  CALL((b.tv_sec - a.tv_sec) * 1000 + (b.tv_nsec - a.tv_nsec) / 1000000 < 60);
}
