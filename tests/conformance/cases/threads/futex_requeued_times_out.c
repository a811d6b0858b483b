/* A waiter that was moved to another word keeps its time limit. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t a, b;
static void *waits(void *p) {
  struct timespec t = in_ms(150);
  return (void *)(long)(sys_futex(&a, FUTEX_WAIT, 0, &t, NULL, 0) == -1 ? errno : 0);
}
CASE(futex_requeued_times_out) {
  struct worker w;
  start_worker(&w, waits, NULL), until_asleep(w.tid);
  CALL(sys_futex(&a, FUTEX_REQUEUE, 0, (void *)1L, &b, 0));
  CALL(join_worker(&w) == (void *)ETIMEDOUT);
  CALL(sys_futex(&b, FUTEX_WAKE, 1, NULL, NULL, 0));
}
