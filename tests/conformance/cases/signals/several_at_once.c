/* Signals that become deliverable together: each handler is entered on top of the one before, so the last runs first. */
#include "../../case.h"
static int order[4];
static volatile int count;
static void note(int s) { order[count++] = s; }
CASE(several_at_once) {
  sigset_t set = signals_of(SIGUSR1, SIGUSR2, SIGHUP, 0), before;
  count = 0;
  on_signal(SIGUSR1, note, 0), on_signal(SIGUSR2, note, 0), on_signal(SIGHUP, note, 0);
  sigprocmask(SIG_BLOCK, &set, &before);
  raise(SIGUSR2), raise(SIGHUP), raise(SIGUSR1);
  sigprocmask(SIG_SETMASK, &before, NULL);
  printf("%d: %d %d %d\n", count, order[0], order[1], order[2]);
  signal(SIGUSR1, SIG_DFL), signal(SIGUSR2, SIG_DFL), signal(SIGHUP, SIG_DFL);
}
