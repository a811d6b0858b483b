/* FUTEX_WAKE_OP counts the waiters of both words that it woke. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t words[2];
static void *waits(void *index) { return (void *)sys_futex(&words[(long)index], FUTEX_WAIT, 0, NULL, NULL, 0); }
CASE(futex_wake_op_both) {
  struct worker w[5];
  for (long i = 0; i < 5; i++) start_worker(&w[i], waits, (void *)(i & 1)), until_asleep(w[i].tid);
  CALL(sys_futex(&words[0], FUTEX_WAKE_OP, 2, (void *)5L, &words[1], FUTEX_OP(FUTEX_OP_SET, 3, FUTEX_OP_CMP_EQ, 0)));
  CALL(words[1]);
  CALL(sys_futex(&words[0], FUTEX_WAKE, 5, NULL, NULL, 0));
  for (int i = 0; i < 5; i++) CALL(join_worker(&w[i]));
  words[1] = 0;
}
