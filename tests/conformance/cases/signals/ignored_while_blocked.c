/* A signal that is ignored but blocked stays pending: its disposition may change before it is let through. */
#include "../../case.h"
static volatile int count;
static void note(int s) { count++; }
CASE(ignored_while_blocked) {
  sigset_t set = signals_of(SIGUSR1, SIGURG, 0), pending, before;
  sigprocmask(SIG_BLOCK, &set, &before);
  on_signal(SIGUSR1, SIG_IGN, 0);
  raise(SIGUSR1);
  kill(getpid(), SIGURG);
  sigpending(&pending);
  printf("%d %d\n", sigismember(&pending, SIGUSR1), sigismember(&pending, SIGURG));
  on_signal(SIGUSR1, note, 0), on_signal(SIGURG, note, 0);
  sigprocmask(SIG_SETMASK, &before, NULL);
  CALL(count);
  on_signal(SIGUSR1, SIG_DFL, 0), on_signal(SIGURG, SIG_DFL, 0);
}
