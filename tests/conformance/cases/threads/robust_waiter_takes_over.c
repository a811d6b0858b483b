/* The waiter of a robust mutex gets it when its owner ends, told EOWNERDEAD; made consistent, it works on. */
#include "../../case.h"
static pthread_mutex_t m;
static volatile int stage;
static void *dies(void *p) {
  pthread_mutex_lock(&m);
  stage = 1;
  until_equal(&stage, 2);
  return NULL;
}
static void *waits(void *p) {
  int r = pthread_mutex_lock(&m);
  pthread_mutex_consistent(&m);
  pthread_mutex_unlock(&m);
  return (void *)(long)r;
}
CASE(robust_waiter_takes_over) {
  struct worker owner, w[3];
  pthread_mutexattr_t a;
  stage = 0;
  pthread_mutexattr_init(&a);
  pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
  pthread_mutexattr_settype(&a, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init(&m, &a);
  start_worker(&owner, dies, NULL);
  until_equal(&stage, 1);
  for (int i = 0; i < 3; i++) start_worker(&w[i], waits, NULL), until_asleep(w[i].tid);
  stage = 2;
  join_worker(&owner);
  long dead = 0, fine = 0;
  for (int i = 0; i < 3; i++) {
    long r = (long)join_worker(&w[i]);
    dead += r == EOWNERDEAD, fine += r == 0;
  }
  printf("%ld told, %ld not\n", dead, fine);
  CALL(pthread_mutex_lock(&m));
  CALL(pthread_mutex_lock(&m) == EDEADLK);
  CALL(pthread_mutex_unlock(&m));
}
