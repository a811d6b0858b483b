/* alarm(2): the seconds that were left of the one before, rounded; 0 takes it back; it shares the timer of setitimer(2). */
#include "../../case.h"
#include <sys/time.h>
static volatile int count;
static void note(int s) { count++; }
CASE(alarm_rules) {
  struct itimerval v;
  count = 0;
  on_signal(SIGALRM, note, 0);
  CALL(alarm(100));
  CALL(alarm(50));
  CALL(getitimer(ITIMER_REAL, &v));
  CALL(v.it_value.tv_sec == 49 || v.it_value.tv_sec == 50);
  CALL(v.it_interval.tv_sec);
  CALL(alarm(0));
  CALL(alarm(0));
  v = (struct itimerval){{0, 10000}, {0, 10000}};
  CALL(setitimer(ITIMER_REAL, &v, NULL));
  CALL(pause());
  CALL(count > 0);
  alarm(0);
  signal(SIGALRM, SIG_DFL);
}
