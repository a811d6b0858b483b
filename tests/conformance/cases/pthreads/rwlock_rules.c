/* Read-write locks: readers together, writers alone, tries and times that fail. */
#include "../../case.h"
static pthread_rwlock_t l = PTHREAD_RWLOCK_INITIALIZER;
static void *tries(void *p) {
  struct timespec t = after_ms(CLOCK_REALTIME, 15);
  int r = pthread_rwlock_tryrdlock(&l);
  if (!r) pthread_rwlock_unlock(&l);
  int w = pthread_rwlock_trywrlock(&l);
  if (!w) pthread_rwlock_unlock(&l);
  int tr = pthread_rwlock_timedrdlock(&l, &t);
  if (!tr) pthread_rwlock_unlock(&l);
  t = after_ms(CLOCK_MONOTONIC, 15);
  int tw = pthread_rwlock_clockwrlock(&l, CLOCK_MONOTONIC, &t);
  if (!tw) pthread_rwlock_unlock(&l);
  printf("read %d write %d timed read %d timed write %d\n", r, w, tr, tw);
  return NULL;
}
CASE(rwlock_rules) {
  struct worker w;
  for (int held = 0; held < 3; held++) {
    if (held == 1) CALL(pthread_rwlock_rdlock(&l));
    if (held == 2) CALL(pthread_rwlock_wrlock(&l));
    start_worker(&w, tries, NULL), join_worker(&w);
    if (held == 2) CALL(pthread_rwlock_rdlock(&l));
    if (held == 2) CALL(pthread_rwlock_wrlock(&l));
    if (held) CALL(pthread_rwlock_unlock(&l));
  }
}
