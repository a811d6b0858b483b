/* FUTEX_WAIT_REQUEUE_PI and FUTEX_CMP_REQUEUE_PI: a waiter of a word comes back with the lock that it was moved to. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t cond, lock;
static void *waits(void *p) {
  long r = sys_futex(&cond, FUTEX_WAIT_REQUEUE_PI, 0, NULL, &lock, 0);
  int mine = (lock & FUTEX_TID_MASK) == gettid();
  long u = sys_futex(&lock, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
  return (void *)(r * 100 + u * 10 + mine);
}
CASE(futex_wait_requeue_pi) {
  struct worker w[2];
  cond = lock = 0;
  for (int i = 0; i < 2; i++) start_worker(&w[i], waits, NULL), until_asleep(w[i].tid);
  CALL(sys_futex(&lock, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  CALL(sys_futex(&cond, FUTEX_CMP_REQUEUE_PI, 1, (void *)9L, &lock, 5));
  CALL(sys_futex(&cond, FUTEX_CMP_REQUEUE_PI, 1, (void *)9L, &lock, 0));
  CALL((lock & FUTEX_WAITERS) != 0);
  CALL(sys_futex(&lock, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
  CALL(join_worker(&w[0]));
  CALL(join_worker(&w[1]));
  CALL(lock);
}
