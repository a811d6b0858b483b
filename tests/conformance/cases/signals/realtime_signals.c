/* Real-time signals queue, in order, with their values; lower numbers first. */
#include "../../case.h"
static volatile int values[16], n;
static void note(int s, siginfo_t *i, void *c) {
  (void)c;
  if (n < 16) values[n++] = (s - SIGRTMIN) * 100 + i->si_value.sival_int;
}
CASE(realtime_signals) {
  struct sigaction a = {.sa_sigaction = note, .sa_flags = SA_SIGINFO};
  sigset_t set;
  sigfillset(&a.sa_mask);
  sigaction(SIGRTMIN, &a, NULL);
  sigaction(SIGRTMIN + 1, &a, NULL);
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN);
  sigaddset(&set, SIGRTMIN + 1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  n = 0;
  for (int i = 0; i < 3; i++) {
    union sigval v = {.sival_int = i};
    sigqueue(getpid(), SIGRTMIN + 1, v);
    sigqueue(getpid(), SIGRTMIN, v);
  }
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  for (int i = 0; i < n; i++) printf("%d ", values[i]);
  puts("");
  signal(SIGRTMIN, SIG_DFL);
  signal(SIGRTMIN + 1, SIG_DFL);
}
