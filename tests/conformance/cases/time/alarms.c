/* alarm(2), setitimer(2): replacing, remaining time, repeating, cancelling. */
#include "../../case.h"
#include <sys/time.h>
static volatile int count;
static void tick(int s) { count += s == SIGALRM; }
CASE(alarms) {
  on_signal(SIGALRM, tick, 0);
  CALL(alarm(100));
  CALL(alarm(50));
  CALL(alarm(0));
  CALL(alarm(0));
  struct itimerval t = {{0, 20000}, {0, 20000}}, old;
  count = 0;
  CALL(setitimer(ITIMER_REAL, &t, NULL));
  while (count < 3) pause();
  CALL(getitimer(ITIMER_REAL, &old));
  CALL(old.it_interval.tv_usec);
  CALL(old.it_value.tv_sec == 0 && old.it_value.tv_usec <= 20000);
  memset(&t, 0, sizeof t);
  CALL(setitimer(ITIMER_REAL, &t, &old));
  CALL(old.it_interval.tv_usec);
  CALL(setitimer(77, &t, NULL));
  t.it_value.tv_usec = 1000000;
  CALL(setitimer(ITIMER_REAL, &t, NULL));
  signal(SIGALRM, SIG_DFL);
}
