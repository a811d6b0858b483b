/* A timer that is deleted, or set anew, takes its pending signal with it. */
#include "../../case.h"
CASE(timer_delete_pending) {
  timer_t t;
  sigset_t set = signals_of(SIGRTMIN + 1, 0), before, pending;
  struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 1};
  struct itimerspec s = {{0, 0}, in_ms(1)}, off = {0}, old;
  struct timespec none = {0, 0};
  sigprocmask(SIG_BLOCK, &set, &before);
  CALL(timer_create(CLOCK_MONOTONIC, &e, &t));
  CALL(timer_settime(t, 0, &s, NULL));
  usleep(10000);
  s.it_value.tv_sec = 100, s.it_interval.tv_sec = 5;
  CALL(timer_settime(t, 0, &s, NULL));
  CALL(timer_settime(t, 0, &off, &old));
  printf("%d %ld\n", old.it_value.tv_sec >= 99, old.it_interval.tv_sec);
  CALL(timer_delete(t));
  sigtimedwait(&set, NULL, &none);
  sigpending(&pending);
  CALL(sigismember(&pending, SIGRTMIN + 1));
  sigprocmask(SIG_SETMASK, &before, NULL);
}
