/* FUTEX_CMP_REQUEUE_PI wakes one waiter, no more, no less; the two words differ; the waiter may only be moved where it said. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t cond, lock, elsewhere;
static void *waits(void *p) {
  struct timespec t = after_ms(CLOCK_MONOTONIC, 300);
  return (void *)(long)(sys_futex(&cond, FUTEX_WAIT_REQUEUE_PI, 0, &t, &lock, 0) ? errno : 0);
}
CASE(futex_requeue_pi_refusals) {
  struct worker w;
  struct timespec past = {0, 1};
  cond = lock = 0;
  CALL(sys_futex(&cond, FUTEX_CMP_REQUEUE_PI, 2, (void *)1L, &lock, 0));
  CALL(sys_futex(&cond, FUTEX_CMP_REQUEUE_PI, 0, (void *)1L, &lock, 0));
  CALL(sys_futex(&cond, FUTEX_CMP_REQUEUE_PI, 1, (void *)1L, &cond, 0));
  CALL(sys_futex(&cond, FUTEX_CMP_REQUEUE_PI, 1, (void *)1L, &lock, 0));
  CALL(sys_futex(&cond, FUTEX_WAIT_REQUEUE_PI, 1, NULL, &lock, 0));
  CALL(sys_futex(&cond, FUTEX_WAIT_REQUEUE_PI, 0, NULL, &cond, 0));
  CALL(sys_futex(&cond, FUTEX_WAIT_REQUEUE_PI, 0, &past, &lock, 0));
  start_worker(&w, waits, NULL), until_asleep(w.tid);
  CALL(sys_futex(&cond, FUTEX_WAKE, 1, NULL, NULL, 0));
  CALL(sys_futex(&cond, FUTEX_CMP_REQUEUE_PI, 1, (void *)1L, &elsewhere, 0));
  CALL(join_worker(&w) == (void *)ETIMEDOUT);
}
