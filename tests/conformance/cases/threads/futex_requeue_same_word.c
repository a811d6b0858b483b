/* A word may be requeued to itself: nothing is lost. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t a;
static void *waits(void *p) { return (void *)sys_futex(&a, FUTEX_WAIT, 0, NULL, NULL, 0); }
CASE(futex_requeue_same_word) {
  struct worker w[2];
  for (int i = 0; i < 2; i++) start_worker(&w[i], waits, NULL), until_asleep(w[i].tid);
  CALL(sys_futex(&a, FUTEX_REQUEUE, 0, (void *)1L, &a, 0));
  CALL(sys_futex(&a, FUTEX_WAKE, 5, NULL, NULL, 0));
  for (int i = 0; i < 2; i++) CALL(join_worker(&w[i]));
}
