/* SA_RESTART: read(2) goes on after a handler with it, and fails with EINTR without. */
#include "../../case.h"
#include <sys/time.h>
static int p[2];
static volatile int count;
static void tick(int s) {
  (void)s;
  if (++count == 2) write(p[1], "x", 1);
}
static void start(int flags) {
  struct itimerval t = {{0, 30000}, {0, 30000}};
  count = 0;
  on_signal(SIGALRM, tick, flags);
  setitimer(ITIMER_REAL, &t, NULL);
}
CASE(signal_restart) {
  char c;
  struct itimerval off = {0};
  pipe(p);
  start(SA_RESTART);
  CALL(read(p[0], &c, 1));
  CALL(count >= 2);
  start(0);
  CALL(read(p[0], &c, 1));
  CALL(count >= 1);
  setitimer(ITIMER_REAL, &off, NULL);
  signal(SIGALRM, SIG_DFL);
  close(p[0]);
  close(p[1]);
}
