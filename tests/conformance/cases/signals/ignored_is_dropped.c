/* An ignored signal is dropped when it is sent; setting SIG_IGN drops one that is pending, SIG_DFL too where that ignores. */
#include "../../case.h"
static volatile int count;
static void note(int s) { count++; }
CASE(ignored_is_dropped) {
  sigset_t set = signals_of(SIGUSR1, SIGCHLD, 0), pending, before;
  sigprocmask(SIG_BLOCK, &set, &before);
  on_signal(SIGUSR1, note, 0);
  raise(SIGUSR1);
  sigpending(&pending);
  CALL(sigismember(&pending, SIGUSR1));
  on_signal(SIGUSR1, SIG_IGN, 0);
  sigpending(&pending);
  CALL(sigismember(&pending, SIGUSR1));
  on_signal(SIGUSR1, note, 0);
  on_signal(SIGCHLD, note, 0);
  raise(SIGCHLD);
  on_signal(SIGCHLD, SIG_DFL, 0);
  sigpending(&pending);
  CALL(sigismember(&pending, SIGCHLD));
  on_signal(SIGCHLD, note, 0);
  sigprocmask(SIG_SETMASK, &before, NULL);
  CALL(count);
  on_signal(SIGUSR1, SIG_IGN, 0);
  CALL(raise(SIGUSR1));
  CALL(kill(getpid(), SIGUSR1));
  CALL(count);
  on_signal(SIGUSR1, SIG_DFL, 0), on_signal(SIGCHLD, SIG_DFL, 0);
}
