/* A time that one thread read is not later than what another reads after it was told. */
#include "../../case.h"
static _Atomic long long told;
static volatile int stop;
static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}
static void *tells(void *p) {
  while (!stop) told = now();
  return NULL;
}
CASE(clocks_across_threads) {
  struct worker w;
  long early = 0;
  stop = 0, told = 0;
  start_worker(&w, tells, NULL);
  while (!told) sched_yield();
  for (int i = 0; i < 20000; i++) {
    long long t = told;
    if (now() < t) early++;
    if (!(i & 1023)) sched_yield();
  }
  stop = 1;
  join_worker(&w);
  CALL(early);
}
