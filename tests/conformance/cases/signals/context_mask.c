/* The mask in the ucontext is the one that comes back: a handler may change it there. */
#include "../../case.h"
#include <ucontext.h>
static volatile int was;
static void change(int s, siginfo_t *i, void *c) {
  ucontext_t *u = c;
  was = sigismember(&u->uc_sigmask, SIGUSR1) * 10 + sigismember(&u->uc_sigmask, SIGHUP);
  sigaddset(&u->uc_sigmask, SIGUSR2), sigaddset(&u->uc_sigmask, SIGKILL);
}
CASE(context_mask) {
  sigset_t set = signals_of(SIGHUP, 0), before, after;
  sigprocmask(SIG_BLOCK, &set, &before);
  on_siginfo(SIGUSR1, change, 0);
  raise(SIGUSR1);
  sigprocmask(SIG_BLOCK, NULL, &after);
  printf("%d: %d %d %d %d\n", was, sigismember(&after, SIGUSR1), sigismember(&after, SIGUSR2), sigismember(&after, SIGHUP), sigismember(&after, SIGKILL));
  sigprocmask(SIG_SETMASK, &before, NULL);
  signal(SIGUSR1, SIG_DFL);
}
