/* Timed waits of conditions: on the wall clock, on the monotonic one by attribute or by call. */
#include "../../case.h"
CASE(cond_clocks) {
  pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t wall = PTHREAD_COND_INITIALIZER, mono;
  pthread_condattr_t a;
  struct timespec start, t;
  pthread_condattr_init(&a);
  CALL(pthread_condattr_setclock(&a, CLOCK_PROCESS_CPUTIME_ID));
  CALL(pthread_condattr_setclock(&a, CLOCK_MONOTONIC));
  pthread_cond_init(&mono, &a);
  pthread_mutex_lock(&m);
  clock_gettime(CLOCK_MONOTONIC, &start);
  t = after_ms(CLOCK_REALTIME, 15);
  CALL(pthread_cond_timedwait(&wall, &m, &t));
  CALL(elapsed_ms(&start) >= 13);
  clock_gettime(CLOCK_MONOTONIC, &start);
  t = after_ms(CLOCK_MONOTONIC, 15);
  CALL(pthread_cond_timedwait(&mono, &m, &t));
  CALL(elapsed_ms(&start) >= 15);
  t = after_ms(CLOCK_MONOTONIC, 15);
  CALL(pthread_cond_clockwait(&wall, &m, CLOCK_MONOTONIC, &t));
  t.tv_nsec = 1000000000;
  CALL(pthread_cond_timedwait(&wall, &m, &t));
  CALL(pthread_mutex_trylock(&m));
  CALL(pthread_mutex_unlock(&m));
}
