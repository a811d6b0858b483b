/* The CPU clock of another thread counts what that thread uses: not its sleep, and not what others do. */
#include "../../case.h"
static volatile int stage;
static void *works(void *p) {
  struct timespec t;
  until_equal(&stage, 1);
  do clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  while (t.tv_sec == 0 && t.tv_nsec < 40000000);
  __atomic_store_n(&stage, 2, __ATOMIC_SEQ_CST);
  until_equal(&stage, 3);
  return NULL;
}
CASE(cpu_clock_of_thread) {
  struct worker w;
  clockid_t c;
  struct timespec a, b, mine, mine2;
  stage = 0;
  start_worker(&w, works, NULL);
  CALL(pthread_getcpuclockid(w.thread, &c));
  CALL(clock_gettime(c, &a));
  CALL(a.tv_sec == 0);
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &mine);
  stage = 1;
  until_equal(&stage, 2);
  CALL(clock_gettime(c, &b));
  CALL(b.tv_sec > 0 || b.tv_nsec >= 40000000);
  CALL(clock_getres(c, &a));
  CALL(a.tv_nsec);
  stage = 3;
  join_worker(&w);
}
