/* Four threads count under one mutex of each protocol: no increment is lost. */
#include "../../case.h"
static pthread_mutex_t m;
static long counter;
static void *counts(void *p) {
  for (int i = 0; i < 500; i++) pthread_mutex_lock(&m), counter++, pthread_mutex_unlock(&m);
  return NULL;
}
CASE(mutex_contended) {
  for (int protocol = 0; protocol < 2; protocol++)
    for (int shared = 0; shared < 2; shared++) {
      pthread_mutexattr_t a;
      struct worker w[4];
      pthread_mutexattr_init(&a);
      pthread_mutexattr_setprotocol(&a, protocol ? PTHREAD_PRIO_INHERIT : PTHREAD_PRIO_NONE);
      pthread_mutexattr_setpshared(&a, shared ? PTHREAD_PROCESS_SHARED : PTHREAD_PROCESS_PRIVATE);
      pthread_mutex_init(&m, &a);
      counter = 0;
      for (int i = 0; i < 4; i++) start_worker(&w[i], counts, NULL);
      for (int i = 0; i < 4; i++) join_worker(&w[i]);
      printf("protocol %d shared %d: %ld\n", protocol, shared, counter);
      pthread_mutex_destroy(&m);
    }
}
