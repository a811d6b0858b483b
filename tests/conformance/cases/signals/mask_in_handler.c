/* While a handler runs its signal is blocked, with those of sa_mask; the old mask is back afterwards. */
#include "../../case.h"
static sigset_t inside;
static void look(int s) { sigprocmask(SIG_BLOCK, NULL, &inside); }
static void show(const char *what, sigset_t *set) {
  printf("%s: usr1 %d usr2 %d hup %d rt %d\n", what, sigismember(set, SIGUSR1), sigismember(set, SIGUSR2), sigismember(set, SIGHUP), sigismember(set, SIGRTMIN));
}
CASE(mask_in_handler) {
  sigset_t now;
  struct sigaction a = {.sa_handler = look, .sa_mask = signals_of(SIGUSR2, SIGRTMIN, 0)};
  sigaction(SIGUSR1, &a, NULL);
  raise(SIGUSR1);
  show("inside", &inside);
  sigprocmask(SIG_BLOCK, NULL, &now);
  show("after", &now);
  a.sa_flags = SA_NODEFER;
  sigaction(SIGUSR1, &a, NULL);
  raise(SIGUSR1);
  show("nodefer", &inside);
  a.sa_mask = signals_of(SIGUSR1, 0);
  sigaction(SIGUSR1, &a, NULL);
  raise(SIGUSR1);
  show("nodefer with itself in the mask", &inside);
  signal(SIGUSR1, SIG_DFL);
}
