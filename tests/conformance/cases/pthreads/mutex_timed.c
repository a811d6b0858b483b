/* pthread_mutex_timedlock and clocklock: absolute times of the wall clock or of the one that is named. */
#include "../../case.h"
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void *tries(void *p) {
  struct timespec start, t;
  clock_gettime(CLOCK_MONOTONIC, &start);
  t = after_ms(CLOCK_REALTIME, 20);
  CALL(pthread_mutex_timedlock(&m, &t));
  CALL(elapsed_ms(&start) >= 18);
  t = after_ms(CLOCK_MONOTONIC, 20);
  CALL(pthread_mutex_clocklock(&m, CLOCK_MONOTONIC, &t));
  t = after_ms(CLOCK_REALTIME, -10);
  CALL(pthread_mutex_timedlock(&m, &t));
  t.tv_nsec = -1;
  CALL(pthread_mutex_timedlock(&m, &t));
  CALL(pthread_mutex_clocklock(&m, CLOCK_PROCESS_CPUTIME_ID, &t));
  return NULL;
}
CASE(mutex_timed) {
  struct worker w;
  pthread_mutex_lock(&m);
  start_worker(&w, tries, NULL), join_worker(&w);
  pthread_mutex_unlock(&m);
}
