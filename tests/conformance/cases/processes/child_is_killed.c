/* A child that shares the memory and runs beside its parent: clone(2) without CLONE_VFORK. */
#include "../../case.h"
#include <sys/wait.h>

static char stack[65536] __attribute__((aligned(16)));
static int sleeps(void *argument) {
  syscall(SYS_setpgid, 0, 0);
  *(volatile int *)argument = 1;
  for (;;) syscall(SYS_pause);
}
CASE(child_is_killed) {
  volatile int runs = 0;
  int status, pid = clone(sleeps, stack + sizeof stack, CLONE_VM | SIGCHLD, (void *)&runs);
  while (!runs) sched_yield();
  CALL(waitpid(pid, &status, WNOHANG));
  CALL(getpgid(pid) == pid);
  CALL(getsid(pid) == getsid(0));
  CALL(kill(-pid, 0));
  CALL(setpgid(pid, getpgrp()));
  CALL(getpgid(pid) == getpgrp());
  CALL(kill(-pid, 0));
  CALL(kill(pid, SIGTERM));
  CALL(waitpid(pid, &status, 0) == pid);
  CALL(WTERMSIG(status));
  CALL(getpgid(pid));
}
