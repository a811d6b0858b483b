/* sigprocmask(2): what `how` means, SIGKILL and SIGSTOP cannot be blocked, refusals; the old mask is given even so. */
#include "../../case.h"
static void show(void) {
  uint64_t mask = 0;
  syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &mask, 8);
  printf("%lx\n", mask);
}
CASE(procmask_rules) {
  uint64_t before, set = 1UL << (SIGUSR1 - 1) | 1UL << 40, all = ~0UL, old;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, NULL, &before, 8);
  CALL(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &set, NULL, 8));
  show();
  set = 1UL << (SIGUSR2 - 1);
  CALL(syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, &old, 8));
  printf("%lx\n", old);
  show();
  CALL(syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &set, NULL, 8));
  show();
  CALL(syscall(SYS_rt_sigprocmask, SIG_BLOCK, &all, NULL, 8));
  show();
  CALL(syscall(SYS_rt_sigprocmask, 3, &all, NULL, 8));
  CALL(syscall(SYS_rt_sigprocmask, 3, NULL, &old, 8));
  CALL(syscall(SYS_rt_sigprocmask, SIG_BLOCK, &all, NULL, 4));
  CALL(syscall(SYS_rt_sigprocmask, SIG_BLOCK, BAD, NULL, 8));
  CALL(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, BAD, 8));
  show();
  CALL(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL, 8));
}
