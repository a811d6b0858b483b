/* A robust mutex that is unlocked before it was made consistent is lost: ENOTRECOVERABLE for waiters and newcomers. */
#include "../../case.h"
static pthread_mutex_t m;
static void *dies(void *p) {
  pthread_mutex_lock(&m);
  return NULL;
}
static void *waits(void *p) { return (void *)(long)pthread_mutex_lock(&m); }
CASE(robust_unrecoverable) {
  struct worker w;
  pthread_mutexattr_t a;
  pthread_mutexattr_init(&a);
  pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&m, &a);
  start_worker(&w, dies, NULL), join_worker(&w);
  CALL(pthread_mutex_trylock(&m) == EOWNERDEAD);
  start_worker(&w, waits, NULL), until_asleep(w.tid);
  CALL(pthread_mutex_unlock(&m));
  CALL(join_worker(&w) == (void *)ENOTRECOVERABLE);
  CALL(pthread_mutex_lock(&m) == ENOTRECOVERABLE);
  CALL(pthread_mutex_trylock(&m) == ENOTRECOVERABLE);
  CALL(pthread_mutex_consistent(&m) == EINVAL);
}
