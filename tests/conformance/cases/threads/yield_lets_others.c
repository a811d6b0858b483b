/* sched_yield(2) lets other threads run: a thread that only yields does not keep one that it waits for from its turn. */
#include "../../case.h"
static volatile int flag;
static void *sets(void *p) {
  flag = 1;
  return NULL;
}
CASE(yield_lets_others) {
  struct worker w;
  flag = 0;
  start_worker(&w, sets, NULL);
  while (!flag) sched_yield();
  join_worker(&w);
  CALL(sched_yield());
}
