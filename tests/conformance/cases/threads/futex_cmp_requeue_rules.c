/* FUTEX_CMP_REQUEUE: EAGAIN when the word has changed, counts may not be negative, the answer counts woken and moved. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t a, b;
static void *waits(void *p) { return (void *)sys_futex(&a, FUTEX_WAIT, 0, NULL, NULL, 0); }
CASE(futex_cmp_requeue_rules) {
  struct worker w[3];
  for (int i = 0; i < 3; i++) start_worker(&w[i], waits, NULL), until_asleep(w[i].tid);
  CALL(sys_futex(&a, FUTEX_CMP_REQUEUE, 1, (void *)9L, &b, 77));
  CALL(sys_futex(&a, FUTEX_CMP_REQUEUE, -1, (void *)9L, &b, 0));
  CALL(sys_futex(&a, FUTEX_CMP_REQUEUE, 1, (void *)-1L, &b, 0));
  CALL(sys_futex(&a, FUTEX_REQUEUE, -1, (void *)1L, &b, 0));
  CALL(sys_futex(&a, FUTEX_CMP_REQUEUE, 0, (void *)9L, &b, 0));
  CALL(sys_futex(&a, FUTEX_WAKE, 9, NULL, NULL, 0));
  CALL(sys_futex(&b, FUTEX_WAKE, 9, NULL, NULL, 0));
  for (int i = 0; i < 3; i++) CALL(join_worker(&w[i]));
}
