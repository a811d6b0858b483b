/* nanosleep(2), clock_nanosleep(2), poll(2) end with EINTR; the remaining time is given. */
#include "../../case.h"
#include <poll.h>
#include <sys/time.h>
static volatile int count;
static void tick(int s) { count += s != 0; }
static void soon(void) {
  struct itimerval t = {{0, 0}, {0, 40000}};
  setitimer(ITIMER_REAL, &t, NULL);
}
CASE(sleep_interrupted) {
  struct timespec t = {20, 0}, rest = {0}, start;
  clock_gettime(CLOCK_MONOTONIC, &start);
  on_signal(SIGALRM, tick, SA_RESTART);
  soon();
  CALL(nanosleep(&t, &rest));
  CALL(rest.tv_sec >= 15 && rest.tv_sec < 20);
  soon();
  CALL(clock_nanosleep(CLOCK_MONOTONIC, 0, &t, &rest));
  soon();
  CALL(poll(NULL, 0, 20000));
  soon();
  CALL(pause());
  CALL(count);
  CALL(elapsed_ms(&start) < 15000);
  t.tv_sec = 0, t.tv_nsec = 1000000000;
  CALL(nanosleep(&t, NULL));
  t.tv_nsec = -1;
  CALL(nanosleep(&t, NULL));
  t.tv_nsec = 30000000;
  clock_gettime(CLOCK_MONOTONIC, &start);
  CALL(nanosleep(&t, NULL));
  CALL(elapsed_ms(&start) >= 30);
  struct timespec past = {1, 0};
  CALL(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &past, NULL));
  CALL(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &past, NULL));
  CALL(clock_nanosleep(77, 0, &past, NULL));
  signal(SIGALRM, SIG_DFL);
}
