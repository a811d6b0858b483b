/* clock_nanosleep(2) on the process's CPU clock ends when its threads together have used so much. */
#include "../../case.h"
static volatile int stop;
static void *works(void *p) {
  while (!stop);
  return NULL;
}
CASE(sleep_cpu_clock) {
  struct worker w;
  struct timespec t = in_ms(30), before, after;
  stop = 0;
  start_worker(&w, works, NULL);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
  CALL(clock_nanosleep(CLOCK_PROCESS_CPUTIME_ID, 0, &t, NULL));
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
  stop = 1;
  join_worker(&w);
  CALL((after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec - before.tv_nsec >= 30000000);
}
