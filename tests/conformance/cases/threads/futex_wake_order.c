/* Waiters of a futex are woken in the order in which they came. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t word;
static int order[4];
static volatile int count;
static void *waits(void *index) {
  sys_futex(&word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
  order[__atomic_fetch_add(&count, 1, __ATOMIC_SEQ_CST)] = (long)index;
  return NULL;
}
CASE(futex_wake_order) {
  struct worker w[4];
  count = 0;
  for (long i = 0; i < 4; i++) start_worker(&w[i], waits, (void *)i), until_asleep(w[i].tid);
  for (int i = 0; i < 4; i++) {
    CALL(sys_futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
    until_equal(&count, i + 1);
  }
  for (int i = 0; i < 4; i++) join_worker(&w[i]);
  CALL(sys_futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
  printf("%d %d %d %d\n", order[0], order[1], order[2], order[3]);
}
