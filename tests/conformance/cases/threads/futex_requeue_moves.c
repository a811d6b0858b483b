/* FUTEX_REQUEUE wakes some and moves others to the second word, where they are woken in their order. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t a, b;
static volatile int woken;
static void *waits(void *p) {
  long r = sys_futex(&a, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
  __atomic_add_fetch(&woken, 1, __ATOMIC_SEQ_CST);
  return (void *)r;
}
CASE(futex_requeue_moves) {
  struct worker w[5];
  woken = 0;
  for (int i = 0; i < 5; i++) start_worker(&w[i], waits, NULL), until_asleep(w[i].tid);
  CALL(sys_futex(&a, FUTEX_REQUEUE_PRIVATE, 1, (void *)2L, &b, 0));
  CALL(join_worker(&w[0]));
  CALL(woken);
  CALL(sys_futex(&b, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
  CALL(join_worker(&w[1]));
  CALL(sys_futex(&a, FUTEX_WAKE_PRIVATE, 9, NULL, NULL, 0));
  CALL(join_worker(&w[3]));
  CALL(join_worker(&w[4]));
  CALL(sys_futex(&b, FUTEX_WAKE_PRIVATE, 9, NULL, NULL, 0));
  CALL(join_worker(&w[2]));
}
