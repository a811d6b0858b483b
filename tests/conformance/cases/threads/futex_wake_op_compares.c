/* FUTEX_WAKE_OP wakes waiters of the second word when its old value compares as asked: signed. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t a, b;
static void *waits(void *value) { return (void *)sys_futex(&b, FUTEX_WAIT, (uint32_t)(long)value, NULL, NULL, 0); }
CASE(futex_wake_op_compares) {
  uint32_t values[] = {5, 6, 7, (uint32_t)-3};
  for (int compare = 0; compare < 6; compare++)
    for (int i = 0; i < 4; i++) {
      struct worker w;
      b = values[i];
      start_worker(&w, waits, (void *)(long)b), until_asleep(w.tid);
      long r = sys_futex(&a, FUTEX_WAKE_OP, 1, (void *)1L, &b, FUTEX_OP(FUTEX_OP_ADD, 1, compare, 6));
      printf("%d: old %d: woke %ld, now %d\n", compare, (int)values[i], r, (int)b);
      if (!r) sys_futex(&b, FUTEX_WAKE, 1, NULL, NULL, 0);
      join_worker(&w);
    }
  CALL(sys_futex(&a, FUTEX_WAKE_OP, 1, (void *)1L, &b, FUTEX_OP(FUTEX_OP_SET, 1, 6, 0)));
}
