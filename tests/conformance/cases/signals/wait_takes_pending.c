/* sigwaitinfo(2) takes a pending signal out of the queue and runs no handler; the lowest number comes first. */
#include "../../case.h"
static volatile int count;
static void note(int s) { count++; }
CASE(wait_takes_pending) {
  sigset_t set = signals_of(SIGUSR1, SIGUSR2, 45, 0), before, pending;
  siginfo_t i;
  count = 0;
  on_signal(SIGUSR1, note, 0), on_signal(SIGUSR2, note, 0);
  sigprocmask(SIG_BLOCK, &set, &before);
  sigqueue(getpid(), 45, (union sigval){.sival_int = 9});
  raise(SIGUSR2), raise(SIGUSR1);
  CALL(sigwaitinfo(&set, &i) == SIGUSR1);
  printf("%d %d\n", i.si_signo, i.si_code);
  CALL(sigwaitinfo(&set, NULL) == SIGUSR2);
  CALL(sigwaitinfo(&set, &i) == 45);
  printf("%d %d %d\n", i.si_signo, i.si_code, i.si_value.sival_int);
  sigpending(&pending);
  printf("%d %d %d\n", sigismember(&pending, SIGUSR1), sigismember(&pending, SIGUSR2), sigismember(&pending, 45));
  sigprocmask(SIG_SETMASK, &before, NULL);
  CALL(count);
  signal(SIGUSR1, SIG_DFL), signal(SIGUSR2, SIG_DFL);
}
