/* FUTEX_WAKE_BITSET wakes the waiters that share a bit with it, FUTEX_WAKE all; a set without bits is refused. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t word;
static void *waits(void *bits) { return (void *)sys_futex(&word, FUTEX_WAIT_BITSET, 0, NULL, NULL, (long)bits); }
CASE(futex_bitset_choice) {
  struct worker w[4];
  long bits[4] = {1, 2, 3, 0x80000000};
  for (int i = 0; i < 4; i++) start_worker(&w[i], waits, (void *)bits[i]), until_asleep(w[i].tid);
  CALL(sys_futex(&word, FUTEX_WAKE_BITSET, 9, NULL, NULL, 4));
  CALL(sys_futex(&word, FUTEX_WAKE_BITSET, 9, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAIT_BITSET, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAKE_BITSET, 1, NULL, NULL, 2));
  CALL(join_worker(&w[1]));
  CALL(sys_futex(&word, FUTEX_WAKE_BITSET, 9, NULL, NULL, 3));
  CALL(join_worker(&w[0]));
  CALL(join_worker(&w[2]));
  CALL(sys_futex(&word, FUTEX_WAKE, 9, NULL, NULL, 0));
  CALL(join_worker(&w[3]));
}
