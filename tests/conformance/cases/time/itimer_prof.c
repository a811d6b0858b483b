/* ITIMER_PROF counts the program's time and the kernel's for it: SIGPROF to a thread of the process. */
#include "../../case.h"
#include <sys/time.h>
static volatile int count;
static void note(int s) { count++; }
CASE(itimer_prof) {
  struct itimerval v = {{0, 20000}, {0, 20000}}, off = {0}, left;
  struct timespec start;
  count = 0;
  on_signal(SIGPROF, note, 0);
  CALL(setitimer(ITIMER_PROF, &v, NULL));
  clock_gettime(CLOCK_MONOTONIC, &start);
  while (count < 2 && elapsed_ms(&start) < 15000) getppid();
  CALL(count >= 2);
  CALL(setitimer(ITIMER_PROF, &off, &left));
  CALL(left.it_interval.tv_usec);
  CALL(getitimer(ITIMER_PROF, &left));
  printf("%ld %ld\n", left.it_value.tv_sec, left.it_value.tv_usec);
  signal(SIGPROF, SIG_DFL);
}
