/* Real-time signals are delivered lowest number first, each number in order of sending; standard signals before them. */
#include "../../case.h"
static int order[16];
static volatile int count;
static void note(int s, siginfo_t *i, void *c) { order[count++] = s * 100 + i->si_value.sival_int; }
CASE(realtime_order) {
  int base = 36, signals[] = {38, 36, 37, 36, 38, 37};
  sigset_t set = signals_of(36, 37, 38, SIGUSR2, 0), before;
  count = 0;
  for (int s = 36; s < 39; s++) {
    struct sigaction a = {.sa_sigaction = note, .sa_flags = SA_SIGINFO, .sa_mask = set};
    sigaction(s, &a, NULL);
    sigaction(SIGUSR2, &a, NULL);
  }
  sigprocmask(SIG_BLOCK, &set, &before);
  for (int i = 0; i < 6; i++) sigqueue(getpid(), signals[i], (union sigval){.sival_int = i});
  kill(getpid(), SIGUSR2);
  /* When all are let through at once, the frames are built in this order, so that the last runs first; hence wait for them. */
  siginfo_t info;
  struct timespec none = {0, 0};
  int s;
  while ((s = sigtimedwait(&set, &info, &none)) > 0) printf("%d(%d) ", s, s == SIGUSR2 ? 0 : info.si_value.sival_int);
  printf("\n");
  sigprocmask(SIG_SETMASK, &before, NULL);
  for (int s = 36; s < 39; s++) signal(s, SIG_DFL);
  signal(SIGUSR2, SIG_DFL);
}
