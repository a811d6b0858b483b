/* Flags that the kernel does not know are dropped, so that a program can ask which there are. */
#include "../../case.h"
struct kernel_action { void *handler; unsigned long flags; void *restorer; unsigned long mask; };
CASE(action_unknown_flags) {
  struct kernel_action a = {SIG_IGN, 0x400 /* SA_UNSUPPORTED */ | 0x800 /* SA_EXPOSE_TAGBITS */ | 0x100 | SA_NOCLDSTOP | SA_NOCLDWAIT}, old = {0};
  CALL(syscall(SYS_rt_sigaction, SIGUSR1, &a, NULL, 8));
  CALL(syscall(SYS_rt_sigaction, SIGUSR1, NULL, &old, 8));
  printf("%lx\n", old.flags);
  signal(SIGUSR1, SIG_DFL);
}
