/* A standard signal that is pending already is not queued again; the first siginfo stays. */
#include "../../case.h"
static volatile int count, value;
static void note(int s, siginfo_t *i, void *c) { count++, value = i->si_value.sival_int; }
CASE(standard_not_queued) {
  sigset_t set = signals_of(SIGUSR1, 0), before;
  count = 0;
  on_siginfo(SIGUSR1, note, 0);
  sigprocmask(SIG_BLOCK, &set, &before);
  for (int i = 1; i < 4; i++) CALL(sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = i}));
  sigprocmask(SIG_SETMASK, &before, NULL);
  printf("%d times, value %d\n", count, value);
  signal(SIGUSR1, SIG_DFL);
}
