/* sched_setattr(2) and sched_getattr(2): sizes, policies, nice values, unknown flags and fields. */
#include "../../case.h"
struct attr {
  uint32_t size, policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime, deadline, period;
  uint32_t util_min, util_max;
};
CASE(sched_attributes) {
  struct attr a = {.size = 48, .policy = SCHED_BATCH, .nice = 7}, b;
  char large[128] = {0};
  CALL(syscall(SYS_sched_setattr, 0, &a, 0));
  memset(&b, 0xff, sizeof b);
  CALL(syscall(SYS_sched_getattr, 0, &b, 48, 0));
  printf("%u %u %lu %d %u\n", b.size, b.policy, b.flags, b.nice, b.priority);
  a.policy = SCHED_OTHER, a.nice = 30;
  CALL(syscall(SYS_sched_setattr, 0, &a, 0));
  a.nice = 0, a.flags = 1UL << 40;
  CALL(syscall(SYS_sched_setattr, 0, &a, 0));
  a.flags = 0, a.policy = 4;
  CALL(syscall(SYS_sched_setattr, 0, &a, 0));
  a.policy = SCHED_OTHER, a.priority = 1;
  CALL(syscall(SYS_sched_setattr, 0, &a, 0));
  a.priority = 0, a.size = 20;
  CALL(syscall(SYS_sched_setattr, 0, &a, 0));
  CALL(a.size >= 48);
  *(uint32_t *)large = 128, large[100] = 1;
  CALL(syscall(SYS_sched_setattr, 0, large, 0));
  CALL(syscall(SYS_sched_setattr, 999999, &a, 0));
  CALL(syscall(SYS_sched_setattr, 0, NULL, 0));
  CALL(syscall(SYS_sched_setattr, 0, BAD, 0));
  CALL(syscall(SYS_sched_getattr, 0, BAD, 48, 0));
  CALL(syscall(SYS_sched_getattr, 999999, &b, 48, 0));
  CALL(syscall(SYS_sched_getattr, -1, &b, 48, 0));
  a = (struct attr){.size = 48, .policy = SCHED_OTHER};
  CALL(syscall(SYS_sched_setattr, 0, &a, 0));
}
