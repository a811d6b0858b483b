/* sched_setaffinity(2): sizes, empty sets, threads that are not there; what is set is given back. */
#include "../../case.h"
CASE(affinity_rules) {
  unsigned long set[16] = {0}, before[16] = {0};
  long size = syscall(SYS_sched_getaffinity, 0, sizeof before, before);
  CALL(size >= 8 && size % 8 == 0);
  set[0] = 1;
  CALL(syscall(SYS_sched_setaffinity, 0, sizeof set, set));
  set[0] = 0;
  CALL(syscall(SYS_sched_getaffinity, 0, sizeof set, set) == size);
  CALL(set[0]);
  CALL(sched_getcpu());
  set[0] = 0;
  CALL(syscall(SYS_sched_setaffinity, 0, sizeof set, set));
  CALL(syscall(SYS_sched_setaffinity, 0, 0, set));
  set[0] = 1;
  CALL(syscall(SYS_sched_setaffinity, 999999, sizeof set, set));
  CALL(syscall(SYS_sched_setaffinity, 0, sizeof set, BAD));
  CALL(syscall(SYS_sched_getaffinity, 0, 4, set));
  CALL(syscall(SYS_sched_getaffinity, 0, 9, set));
  CALL(syscall(SYS_sched_getaffinity, 0, sizeof set, BAD));
  CALL(syscall(SYS_sched_setaffinity, 0, sizeof before, before));
}
