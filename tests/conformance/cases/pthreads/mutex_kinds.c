/* Mutexes: normal, recursive, error-checking, adaptive: locking twice, unlocking what one does not have. */
#include "../../case.h"
static pthread_mutex_t m;
static void *other(void *p) { return (void *)(long)(pthread_mutex_trylock(&m) * 1000 + pthread_mutex_unlock(&m)); }
CASE(mutex_kinds) {
  int kinds[] = {PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_ADAPTIVE_NP};
  for (int i = 0; i < 4; i++) {
    pthread_mutexattr_t a;
    pthread_mutexattr_init(&a), pthread_mutexattr_settype(&a, kinds[i]);
    pthread_mutex_init(&m, &a);
    CALL(pthread_mutex_lock(&m));
    CALL(pthread_mutex_trylock(&m));
    struct timespec past = {1, 0};
    CALL(kinds[i] == PTHREAD_MUTEX_ERRORCHECK ? pthread_mutex_lock(&m) : pthread_mutex_timedlock(&m, &past));
    if (kinds[i] == PTHREAD_MUTEX_RECURSIVE || kinds[i] == PTHREAD_MUTEX_ERRORCHECK) {
      struct worker w;
      start_worker(&w, other, NULL);
      CALL(join_worker(&w));
    }
    CALL(pthread_mutex_unlock(&m));
    if (kinds[i] == PTHREAD_MUTEX_RECURSIVE) CALL(pthread_mutex_unlock(&m) + pthread_mutex_unlock(&m));
    CALL(pthread_mutex_destroy(&m));
  }
}
