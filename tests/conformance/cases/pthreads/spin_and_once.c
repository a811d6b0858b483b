/* Spinlocks exclude; pthread_once runs its function once, and everybody waits for its end. */
#include "../../case.h"
static pthread_spinlock_t s;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static volatile int runs, ready;
static long counter;
static void first(void) {
  usleep(5000);
  runs++, ready = 1;
}
static void *counts(void *p) {
  pthread_once(&once, first);
  long seen = ready;
  for (int i = 0; i < 500; i++) pthread_spin_lock(&s), counter++, pthread_spin_unlock(&s);
  return (void *)seen;
}
CASE(spin_and_once) {
  struct worker w[3];
  long seen = 0;
  pthread_spin_init(&s, 0);
  for (int i = 0; i < 3; i++) start_worker(&w[i], counts, NULL);
  for (int i = 0; i < 3; i++) seen += (long)join_worker(&w[i]);
  printf("%d %ld %ld\n", runs, seen, counter);
  CALL(pthread_spin_lock(&s));
  CALL(pthread_spin_trylock(&s));
  CALL(pthread_spin_unlock(&s));
}
