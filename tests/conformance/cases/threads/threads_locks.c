/* pthread: mutexes of every kind, conditions, barriers, read-write locks, semaphores, once. */
#include "../../case.h"
#include <pthread.h>
#include <semaphore.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static sem_t sem;
static long counter, turn;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static void count_once(void) { counter += 1000000; }
static void *add(void *p) {
  pthread_once(&once, count_once);
  pthread_barrier_wait(&barrier);
  for (int i = 0; i < 5000; i++) {
    pthread_mutex_lock(&m);
    counter++;
    pthread_mutex_unlock(&m);
    if (i % 1000 == 0) pthread_rwlock_rdlock(&rw), pthread_rwlock_unlock(&rw), sched_yield();
  }
  pthread_mutex_lock(&m);
  while (turn != (long)p) pthread_cond_wait(&c, &m);
  printf("turn %ld\n", turn);
  turn++;
  pthread_cond_broadcast(&c);
  pthread_mutex_unlock(&m);
  sem_post(&sem);
  return NULL;
}
CASE(threads_locks) {
  pthread_t t[4];
  counter = turn = 0;
  once = PTHREAD_ONCE_INIT;
  sem_init(&sem, 0, 0);
  pthread_barrier_init(&barrier, NULL, 4);
  for (long i = 0; i < 4; i++) pthread_create(&t[i], NULL, add, (void *)(3 - i));
  for (int i = 0; i < 4; i++) sem_wait(&sem);
  for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
  CALL(counter);
  struct timespec soon;
  clock_gettime(CLOCK_REALTIME, &soon);
  soon.tv_nsec += 30000000;
  if (soon.tv_nsec >= 1000000000) soon.tv_nsec -= 1000000000, soon.tv_sec++;
  pthread_mutex_lock(&m);
  CALL(pthread_cond_timedwait(&c, &m, &soon));
  CALL(pthread_mutex_timedlock(&m, &soon));
  CALL(pthread_mutex_trylock(&m));
  pthread_mutex_unlock(&m);
  CALL(sem_timedwait(&sem, &soon));
  CALL(sem_trywait(&sem));
  pthread_mutexattr_t a;
  pthread_mutex_t special;
  pthread_mutexattr_init(&a);
  pthread_mutexattr_settype(&a, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init(&special, &a);
  CALL(pthread_mutex_lock(&special));
  CALL(pthread_mutex_lock(&special));
  CALL(pthread_mutex_unlock(&special));
  CALL(pthread_mutex_unlock(&special));
  pthread_barrier_destroy(&barrier);
}
