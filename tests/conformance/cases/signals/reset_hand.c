/* SA_RESETHAND: the disposition is the default already while the handler runs. SA_NODEFER is not implied. */
#include "../../case.h"
static volatile int was_default, was_blocked;
static void look(int s) {
  struct sigaction now;
  sigset_t mask;
  sigaction(s, NULL, &now);
  was_default = now.sa_handler == SIG_DFL;
  sigprocmask(SIG_BLOCK, NULL, &mask);
  was_blocked = sigismember(&mask, s);
}
CASE(reset_hand) {
  struct sigaction now;
  on_signal(SIGUSR1, look, SA_RESETHAND);
  raise(SIGUSR1);
  printf("default %d blocked %d\n", was_default, was_blocked);
  sigaction(SIGUSR1, NULL, &now);
  CALL(now.sa_handler == SIG_DFL);
  CALL((now.sa_flags & SA_RESETHAND) != 0);
  signal(SIGUSR1, SIG_DFL);
}
