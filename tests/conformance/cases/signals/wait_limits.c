/* sigtimedwait(2): the limit, a limit of zero, bad ones, and the size of the set. */
#include "../../case.h"
CASE(wait_limits) {
  sigset_t set = signals_of(SIGUSR1, 0), before;
  struct timespec t = in_ms(20), start;
  siginfo_t i;
  sigprocmask(SIG_BLOCK, &set, &before);
  clock_gettime(CLOCK_MONOTONIC, &start);
  CALL(sigtimedwait(&set, &i, &t));
  CALL(elapsed_ms(&start) >= 20);
  t = in_ms(0);
  CALL(sigtimedwait(&set, &i, &t));
  raise(SIGUSR1);
  CALL(sigtimedwait(&set, &i, &t) == SIGUSR1);
  t.tv_nsec = 1000000000;
  CALL(sigtimedwait(&set, &i, &t));
  t = (struct timespec){-1, 0};
  CALL(sigtimedwait(&set, &i, &t));
  CALL(syscall(SYS_rt_sigtimedwait, &set, &i, BAD, 8));
  CALL(syscall(SYS_rt_sigtimedwait, &set, &i, NULL, 4));
  CALL(syscall(SYS_rt_sigtimedwait, BAD, &i, &t, 8));
  sigprocmask(SIG_SETMASK, &before, NULL);
}
