/* Priority-inheritance futexes: owner and waiters in the word, errors, time limits, owners that die. */
#include "../../case.h"
#include <linux/futex.h>
#include <pthread.h>
static uint32_t word;
static long futex(int operation, uint32_t value, void *timeout) {
  return syscall(SYS_futex, &word, operation | FUTEX_PRIVATE_FLAG, value, timeout, NULL, 0);
}
static void *locks(void *order) {
  long r = futex(FUTEX_LOCK_PI, 0, NULL);
  *(int *)order = r == 0 && (word & FUTEX_TID_MASK) == gettid();
  return (void *)futex(FUTEX_UNLOCK_PI, 0, NULL);
}
static void *fails(void *unused) {
  CALL(futex(FUTEX_TRYLOCK_PI, 0, NULL));
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += 20000000;
  if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
  CALL(futex(FUTEX_LOCK_PI, 0, &until));
  CALL(futex(FUTEX_UNLOCK_PI, 0, NULL));
  return NULL;
}
static pthread_mutex_t m;
static void *take(void *p) {
  pthread_mutex_lock(&m);
  usleep(30000);
  return p;
}
CASE(futex_pi) {
  struct worker w[4];
  pthread_t t[2];
  int had[4] = {0};
  CALL(futex(FUTEX_LOCK_PI, 0, NULL));
  CALL(word == gettid());
  CALL(futex(FUTEX_LOCK_PI, 0, NULL));
  CALL(futex(FUTEX_TRYLOCK_PI, 0, NULL));
  pthread_create(&t[0], NULL, fails, NULL);
  pthread_join(t[0], NULL);
  for (int i = 0; i < 4; i++) start_worker(&w[i], locks, &had[i]), until_asleep(w[i].tid);
  CALL((word & FUTEX_WAITERS) != 0);
  CALL(futex(FUTEX_UNLOCK_PI, 0, NULL));
  for (int i = 0; i < 4; i++) {
    CALL(join_worker(&w[i]));
    CALL(had[i]);
  }
  CALL(word & FUTEX_TID_MASK);
  CALL(futex(FUTEX_UNLOCK_PI, 0, NULL));
  word = 99999;
  CALL(futex(FUTEX_LOCK_PI, 0, NULL));
  word = 0;
  CALL(syscall(SYS_futex, BAD, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  CALL(syscall(SYS_futex, (char *)&word + 1, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  /* through libc, robust, with a waiter and without */
  pthread_mutexattr_t a;
  pthread_mutexattr_init(&a);
  pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT);
  pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
  for (int wait = 0; wait < 2; wait++) {
    pthread_mutex_init(&m, &a);
    start_worker(&w[0], take, NULL);
    if (wait) until_asleep(w[0].tid);
    else join_worker(&w[0]);
    CALL(pthread_mutex_lock(&m) == EOWNERDEAD);
    if (wait) join_worker(&w[0]);
    CALL(pthread_mutex_consistent(&m));
    CALL(pthread_mutex_unlock(&m));
    CALL(pthread_mutex_lock(&m));
    CALL(pthread_mutex_unlock(&m));
    pthread_mutex_destroy(&m);
  }
}
