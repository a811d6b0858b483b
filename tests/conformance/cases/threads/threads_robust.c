/* A robust mutex whose owner ended gives EOWNERDEAD. */
#include "../../case.h"
#include <pthread.h>
static pthread_mutex_t m;
static void *take(void *p) {
  pthread_mutex_lock(&m);
  return p;
}
CASE(threads_robust) {
  pthread_mutexattr_t a;
  pthread_t t;
  pthread_mutexattr_init(&a);
  pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&m, &a);
  pthread_create(&t, NULL, take, NULL);
  pthread_join(t, NULL);
  CALL(pthread_mutex_lock(&m) == EOWNERDEAD);
  CALL(pthread_mutex_consistent(&m));
  CALL(pthread_mutex_unlock(&m));
  CALL(pthread_mutex_lock(&m));
  CALL(pthread_mutex_unlock(&m));
}
