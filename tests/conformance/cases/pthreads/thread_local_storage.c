/* Thread-local variables start anew in each thread; keys have destructors, run again while values remain. */
#include "../../case.h"
static __thread int local = 5;
static __thread char aligned_local[64] __attribute__((aligned(64)));
static pthread_key_t key, again;
static volatile int destroyed, rounds;
static void destroy(void *v) { destroyed += (long)v; }
static void once_more(void *v) {
  rounds++;
  if ((long)v > 1) pthread_setspecific(again, (void *)((long)v - 1));
}
static void *uses(void *v) {
  long start = local;
  local += (long)v;
  pthread_setspecific(key, v);
  pthread_setspecific(again, (void *)3L);
  return (void *)(start * 1000 + local * 10 + ((uintptr_t)aligned_local % 64 == 0));
}
CASE(thread_local_storage) {
  struct worker w[3];
  destroyed = rounds = 0;
  CALL(pthread_key_create(&key, destroy));
  CALL(pthread_key_create(&again, once_more));
  for (long i = 0; i < 3; i++) start_worker(&w[i], uses, (void *)(i + 1));
  for (int i = 0; i < 3; i++) CALL(join_worker(&w[i]));
  CALL(local);
  CALL(destroyed);
  CALL(rounds);
  CALL(pthread_getspecific(key) == NULL);
  CALL(pthread_key_delete(key));
  CALL(pthread_key_delete(key));
  pthread_key_delete(again);
}
