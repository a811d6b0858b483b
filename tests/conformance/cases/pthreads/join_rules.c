/* Joining: its result, oneself (EDEADLK), tries and times while the thread runs. */
#include "../../case.h"
static volatile int stage;
static void *works(void *p) {
  until_equal(&stage, 1);
  return (void *)77L;
}
CASE(join_rules) {
  struct worker w;
  void *r;
  stage = 0;
  start_worker(&w, works, NULL);
  CALL(pthread_join(pthread_self(), NULL));
  CALL(pthread_tryjoin_np(w.thread, &r));
  struct timespec t = after_ms(CLOCK_REALTIME, 10);
  CALL(pthread_timedjoin_np(w.thread, &r, &t));
  t = after_ms(CLOCK_MONOTONIC, 10);
  CALL(pthread_clockjoin_np(w.thread, &r, CLOCK_MONOTONIC, &t));
  stage = 1;
  CALL(pthread_join(w.thread, &r));
  CALL((long)r);
}
