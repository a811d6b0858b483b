/* FUTEX_WAKE answers how many it woke; a count of 0 wakes one, as Linux has always done. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t word;
static void *waits(void *p) { return (void *)sys_futex(&word, FUTEX_WAIT, 0, NULL, NULL, 0); }
CASE(futex_wake_count) {
  struct worker w[6];
  for (int i = 0; i < 6; i++) start_worker(&w[i], waits, NULL), until_asleep(w[i].tid);
  CALL(sys_futex(&word, FUTEX_WAKE, 2, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAKE, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0));
  for (int i = 0; i < 6; i++) CALL(join_worker(&w[i]));
}
