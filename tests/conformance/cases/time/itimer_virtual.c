/* ITIMER_VIRTUAL counts the time that the program itself runs: SIGVTALRM while it works, not while it sleeps. */
#include "../../case.h"
#include <sys/time.h>
static volatile int count;
static void note(int s) { count++; }
CASE(itimer_virtual) {
  struct itimerval v = {{0, 20000}, {0, 20000}}, off = {0}, left;
  struct timespec start;
  count = 0;
  on_signal(SIGVTALRM, note, 0);
  CALL(setitimer(ITIMER_VIRTUAL, &v, NULL));
  CALL(getitimer(ITIMER_VIRTUAL, &left));
  CALL(left.it_interval.tv_usec);
  clock_gettime(CLOCK_MONOTONIC, &start);
  while (count < 2 && elapsed_ms(&start) < 15000)
    for (volatile int i = 0; i < 10000; i++);
  CALL(count >= 2);
  CALL(setitimer(ITIMER_VIRTUAL, &off, &left));
  CALL(left.it_interval.tv_usec);
  signal(SIGVTALRM, SIG_DFL);
}
