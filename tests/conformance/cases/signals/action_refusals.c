/* sigaction(2): signals that do not exist, SIGKILL and SIGSTOP, bad addresses, the size of the mask. */
#include "../../case.h"
struct kernel_action { void *handler; unsigned long flags; void *restorer; unsigned long mask; };
static long action(int signal, void *new, void *old, size_t size) { return syscall(SYS_rt_sigaction, signal, new, old, size); }
CASE(action_refusals) {
  struct kernel_action a = {SIG_IGN}, old;
  CALL(action(0, NULL, &old, 8));
  CALL(action(65, NULL, &old, 8));
  CALL(action(-1, NULL, &old, 8));
  CALL(action(64, NULL, &old, 8));
  CALL(action(SIGKILL, NULL, &old, 8));
  CALL(action(SIGKILL, &a, NULL, 8));
  CALL(action(SIGSTOP, &a, NULL, 8));
  CALL(action(SIGUSR1, &a, NULL, 4));
  CALL(action(SIGUSR1, BAD, NULL, 8));
  CALL(action(SIGUSR1, NULL, BAD, 8));
  CALL(action(SIGUSR1, NULL, NULL, 8));
}
