/* What sigaction(2) stores it gives back: handler, mask without SIGKILL and SIGSTOP, and the flags that exist. */
#include "../../case.h"
static void handler(int s) {}
CASE(action_round_trip) {
  struct sigaction a = {.sa_handler = handler, .sa_flags = SA_NODEFER | SA_ONSTACK | SA_RESTART | SA_RESETHAND}, old;
  sigfillset(&a.sa_mask);
  CALL(sigaction(SIGUSR1, &a, NULL));
  CALL(sigaction(SIGUSR1, NULL, &old));
  CALL(old.sa_handler == handler);
  printf("%x\n", old.sa_flags & ~0x04000000);
  printf("%d %d %d %d\n", sigismember(&old.sa_mask, SIGKILL), sigismember(&old.sa_mask, SIGSTOP), sigismember(&old.sa_mask, SIGHUP), sigismember(&old.sa_mask, SIGRTMAX));
  a.sa_handler = SIG_DFL, a.sa_flags = 0;
  CALL(sigaction(SIGUSR1, &a, &old));
  CALL(old.sa_handler == handler);
}
