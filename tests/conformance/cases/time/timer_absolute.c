/* TIMER_ABSTIME: at a time of the clock; one that is past expires at once. */
#include "../../case.h"
CASE(timer_absolute) {
  timer_t t;
  sigset_t set = signals_of(SIGUSR1, 0), before;
  struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
  struct timespec start, most = in_ms(10000);
  clockid_t clocks[] = {CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_BOOTTIME};
  sigprocmask(SIG_BLOCK, &set, &before);
  for (int i = 0; i < 3; i++) {
    clock_gettime(CLOCK_MONOTONIC, &start);
    struct itimerspec s = {{0, 0}, after_ms(clocks[i], 15)};
    CALL(timer_create(clocks[i], &e, &t));
    CALL(timer_settime(t, TIMER_ABSTIME, &s, NULL));
    CALL(sigtimedwait(&set, NULL, &most) == SIGUSR1);
    CALL(elapsed_ms(&start) >= 13);
    s.it_value = (struct timespec){1, 0};
    CALL(timer_settime(t, TIMER_ABSTIME, &s, NULL));
    CALL(sigtimedwait(&set, NULL, &most) == SIGUSR1);
    CALL(timer_delete(t));
  }
  sigprocmask(SIG_SETMASK, &before, NULL);
}
