/* The limit of FUTEX_WAIT_BITSET is a time of the monotonic clock, or of the wall clock by flag; what is past ends at once. */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_wait_absolute) {
  uint32_t word = 1;
  struct timespec start, t;
  clock_gettime(CLOCK_MONOTONIC, &start);
  t = after_ms(CLOCK_MONOTONIC, 20);
  CALL(sys_futex(&word, FUTEX_WAIT_BITSET, 1, &t, NULL, 1));
  CALL(elapsed_ms(&start) >= 20);
  clock_gettime(CLOCK_MONOTONIC, &start);
  t = after_ms(CLOCK_REALTIME, 20);
  CALL(sys_futex(&word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 1, &t, NULL, 1));
  CALL(elapsed_ms(&start) >= 19);
  t = after_ms(CLOCK_MONOTONIC, 0);
  CALL(sys_futex(&word, FUTEX_WAIT_BITSET, 1, &t, NULL, 1));
  t = (struct timespec){0, 0};
  CALL(sys_futex(&word, FUTEX_WAIT_BITSET, 1, &t, NULL, 1));
  CALL(sys_futex(&word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 1, &t, NULL, 1));
}
