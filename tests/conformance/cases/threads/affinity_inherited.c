/* A new thread may run where its maker may; changing the maker's set later does not change it. */
#include "../../case.h"
static volatile int stage;
static void *waits(void *p) {
  until_equal(&stage, 1);
  return NULL;
}
CASE(affinity_inherited) {
  cpu_set_t before, one, now;
  struct worker w;
  stage = 0;
  sched_getaffinity(0, sizeof before, &before);
  CPU_ZERO(&one);
  CPU_SET(0, &one);
  sched_setaffinity(0, sizeof one, &one);
  start_worker(&w, waits, NULL);
  sched_setaffinity(0, sizeof before, &before);
  sched_getaffinity(w.tid, sizeof now, &now);
  CALL(CPU_EQUAL(&now, &one));
  CALL(sched_setaffinity(w.tid, sizeof before, &before));
  sched_getaffinity(w.tid, sizeof now, &now);
  CALL(CPU_EQUAL(&now, &before));
  stage = 1, join_worker(&w);
}
