/* sched(7), nice values, ioprio_set(2), membarrier(2), getcpu(2): answers and errors. */
#include "../../case.h"
#include <sched.h>
#include <sys/resource.h>
CASE(scheduling) {
  struct sched_param p = {0};
  struct timespec t;
  char b[64] = {0};
  unsigned node = 9;
  CALL(sched_getscheduler(0));
  CALL(sched_getscheduler(-1));
  CALL(sched_getscheduler(99999));
  CALL(sched_setscheduler(0, SCHED_BATCH, &p));
  CALL(sched_getscheduler(0));
  CALL(sched_setscheduler(0, SCHED_IDLE, &p));
  CALL(sched_getscheduler(0));
  CALL(sched_setscheduler(0, SCHED_OTHER, &p));
  CALL(sched_setscheduler(0, 4, &p));
  CALL(sched_setscheduler(0, -1, &p));
  CALL(sched_setscheduler(0, SCHED_OTHER, NULL));
  CALL(sched_setparam(0, &p));
  CALL(sched_setparam(0, BAD));
  p.sched_priority = 3;
  CALL(sched_setparam(0, &p));
  CALL(sched_setscheduler(0, SCHED_OTHER, &p));
  p.sched_priority = 0;
  CALL(sched_setscheduler(0, SCHED_FIFO, &p));
  CALL(sched_getparam(0, &p));
  CALL(sched_getparam(0, NULL));
  CALL(sched_rr_get_interval(0, &t));
  CALL(sched_rr_get_interval(0, BAD));
  for (int policy = -1; policy < 7; policy++) {
    CALL(sched_get_priority_min(policy));
    CALL(sched_get_priority_max(policy));
  }
  CALL(getpriority(PRIO_PROCESS, 0));
  CALL(setpriority(PRIO_PROCESS, 0, 5));
  CALL(getpriority(PRIO_PROCESS, 0));
  CALL(getpriority(PRIO_PROCESS, gettid()));
  CALL(setpriority(PRIO_PROCESS, 0, 50));
  CALL(getpriority(PRIO_PROCESS, 0));
  CALL(getpriority(9, 0));
  CALL(setpriority(9, 0, 0));
  CALL(getpriority(PRIO_PROCESS, 99999));
  CALL(setpriority(PRIO_PROCESS, 0, 0));
  CALL(syscall(SYS_sched_getattr, 0, b, 48, 0));
  CALL(syscall(SYS_sched_getattr, 0, b, 4, 0));
  CALL(syscall(SYS_sched_getattr, 0, b, 48, 1));
  CALL(syscall(SYS_sched_setattr, 0, b, 0));
  CALL(syscall(SYS_sched_setattr, 0, b, 1));
  CALL(syscall(SYS_ioprio_set, 1, 0, 0x4004));
  CALL(syscall(SYS_ioprio_get, 1, 0));
  CALL(syscall(SYS_ioprio_get, 9, 0));
  CALL(syscall(SYS_ioprio_set, 1, 0, 0xf000));
  CALL(syscall(SYS_ioprio_set, 1, 0, 0));
  CALL(syscall(SYS_membarrier, 0, 0, 0) > 0);
  CALL(syscall(SYS_membarrier, 1, 0, 0));
  CALL(syscall(SYS_membarrier, 16, 0, 0));
  CALL(syscall(SYS_membarrier, 8, 0, 0));
  CALL(syscall(SYS_membarrier, 77, 0, 0));
  CALL(syscall(SYS_membarrier, 0, 1, 0));
  CALL(syscall(SYS_getcpu, NULL, &node, NULL));
  CALL(node);
  CALL(syscall(SYS_getcpu, BAD, NULL, NULL));
  cpu_set_t set;
  CPU_ZERO(&set);
  CALL(sched_setaffinity(0, sizeof set, &set));
  CPU_SET(0, &set);
  CALL(sched_getaffinity(0, 3, &set));
  CALL(sched_getaffinity(99999, sizeof set, &set));
  CALL(sched_getaffinity(0, sizeof set, &set));
  CALL(CPU_COUNT(&set) >= 1);
  CALL(syscall(SYS_get_robust_list, 99999, b, b));
  CALL(syscall(SYS_clone3, b, 8));
}
