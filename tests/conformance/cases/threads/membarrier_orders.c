/* With an expedited barrier on one side, two threads cannot both miss the other's store. */
#include "../../case.h"
#include <linux/membarrier.h>
static volatile int x, y, rx, turn, stop;
static void *fast(void *p) {
  for (int last = 0; !stop;) {
    int t = turn;
    if (t == last) {
      sched_yield();
      continue;
    }
    last = t;
    x = 1;
    __asm__ volatile("" ::: "memory");
    rx = y;
    __atomic_store_n(&turn, -t, __ATOMIC_SEQ_CST);
    last = -t;
  }
  return NULL;
}
CASE(membarrier_orders) {
  struct worker w;
  int both = 0;
  syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
  stop = turn = 0;
  start_worker(&w, fast, NULL);
  for (int i = 1; i <= 30; i++) {
    x = y = 0;
    __atomic_store_n(&turn, i, __ATOMIC_SEQ_CST);
    y = 1;
    syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
    int ry = x;
    while (__atomic_load_n(&turn, __ATOMIC_SEQ_CST) != -i) sched_yield();
    both += !rx && !ry;
  }
  stop = 1;
  join_worker(&w);
  CALL(both);
}
