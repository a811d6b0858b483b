/* Expirations while the signal is blocked are counted: one signal, and the others as overruns, in siginfo too. */
#include "../../case.h"
CASE(timer_overrun) {
  timer_t t;
  sigset_t set = signals_of(SIGRTMIN, 0), before;
  struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN, .sigev_value.sival_int = 3};
  struct itimerspec s = {in_ms(4), in_ms(4)}, off = {0};
  siginfo_t i;
  struct timespec none = {0, 0};
  sigprocmask(SIG_BLOCK, &set, &before);
  CALL(timer_create(CLOCK_MONOTONIC, &e, &t));
  CALL(timer_settime(t, 0, &s, NULL));
  usleep(50000);
  CALL(sigwaitinfo(&set, &i) == SIGRTMIN);
  CALL(i.si_overrun >= 8);
  CALL(timer_getoverrun(t) == i.si_overrun);
  CALL(i.si_value.sival_int);
  CALL(timer_settime(t, 0, &off, NULL));
  while (sigtimedwait(&set, &i, &none) > 0);
  CALL(timer_delete(t));
  sigprocmask(SIG_SETMASK, &before, NULL);
}
