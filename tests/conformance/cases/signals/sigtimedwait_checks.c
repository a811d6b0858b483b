/* sigtimedwait(2) looks at the time before it looks for a signal, and at the place for the siginfo only when it has one. */
#include "../../case.h"

CASE(sigtimedwait_checks) {
  sigset_t set, old;
  struct timespec zero = {0, 0}, bad = {0, 1000000000};
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, &old);
  CALL(syscall(SYS_rt_sigtimedwait, &set, BAD, &zero, 8));
  CALL(syscall(SYS_rt_sigtimedwait, &set, NULL, &bad, 8));
  CALL(syscall(SYS_rt_sigtimedwait, BAD, NULL, &bad, 8));
  CALL(syscall(SYS_rt_sigtimedwait, &set, NULL, BAD, 8));
  CALL(syscall(SYS_rt_sigtimedwait, &set, NULL, &zero, 4));
  raise(SIGUSR1);
  CALL(syscall(SYS_rt_sigtimedwait, &set, BAD, &zero, 8));
  CALL(syscall(SYS_rt_sigtimedwait, &set, NULL, &zero, 8));
  sigprocmask(SIG_SETMASK, &old, NULL);
}
