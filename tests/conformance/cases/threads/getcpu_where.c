/* getcpu(2): processor and node; either may be left out; after binding it is the processor that was asked for. */
#include "../../case.h"
CASE(getcpu_where) {
  unsigned cpu = 99, node = 99;
  cpu_set_t before, one;
  sched_getaffinity(0, sizeof before, &before);
  CPU_ZERO(&one);
  CPU_SET(0, &one);
  sched_setaffinity(0, sizeof one, &one);
  CALL(syscall(SYS_getcpu, &cpu, &node, NULL));
  printf("%u %u\n", cpu, node);
  CALL(syscall(SYS_getcpu, NULL, NULL, NULL));
  CALL(syscall(SYS_getcpu, BAD, &node, NULL));
  CALL(syscall(SYS_getcpu, &cpu, BAD, NULL));
  CALL(getcpu(&cpu, &node));
  CALL(cpu);
  sched_setaffinity(0, sizeof before, &before);
}
