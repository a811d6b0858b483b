/* Identity calls of a process without children. */
#include "../../case.h"
#include <sched.h>
#include <sys/wait.h>
CASE(identity) {
  CALL(wait(NULL));
  CALL(waitpid(-1, NULL, WNOHANG));
  CALL(getpid() == syscall(SYS_getpid));
  CALL(geteuid() == getuid());
  CALL(getpgid(0) == getpgrp());
  cpu_set_t set;
  CALL(sched_getaffinity(0, sizeof set, &set));
  CALL(CPU_COUNT(&set) >= 1);
  CALL(sched_getscheduler(0));
  CALL(sched_get_priority_max(SCHED_FIFO));
  CALL(sched_get_priority_max(SCHED_OTHER));
  CALL(sched_get_priority_max(99));
  CALL(sched_yield());
  CALL(execve("missing", NULL, NULL));
  CALL(syscall(SYS_exit_group + 100000));
}
