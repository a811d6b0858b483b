/* A signal may be pending for the thread and for the process at once: both are delivered, the thread's first. */
#include "../../case.h"
static volatile int values[4], count;
static void note(int s, siginfo_t *i, void *c) { values[count++ & 3] = i->si_value.sival_int; }
CASE(thread_and_process_pending) {
  sigset_t set = signals_of(SIGUSR1, 0), before;
  count = 0;
  on_siginfo(SIGUSR1, note, 0);
  sigprocmask(SIG_BLOCK, &set, &before);
  sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 1});
  pthread_sigqueue(pthread_self(), SIGUSR1, (union sigval){.sival_int = 2});
  sigprocmask(SIG_SETMASK, &before, NULL);
  printf("%d: %d %d\n", count, values[0], values[1]);
  signal(SIGUSR1, SIG_DFL);
}
