/* The limit of FUTEX_WAIT is relative; 0 ends at once, negative and unnormalised times are refused before the word is looked at. */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_wait_limit) {
  uint32_t word = 1;
  struct timespec start, t = in_ms(20);
  clock_gettime(CLOCK_MONOTONIC, &start);
  CALL(sys_futex(&word, FUTEX_WAIT, 1, &t, NULL, 0));
  CALL(elapsed_ms(&start) >= 20);
  t = in_ms(0);
  CALL(sys_futex(&word, FUTEX_WAIT, 1, &t, NULL, 0));
  t = (struct timespec){0, -1};
  CALL(sys_futex(&word, FUTEX_WAIT, 1, &t, NULL, 0));
  t = (struct timespec){-1, 0};
  CALL(sys_futex(&word, FUTEX_WAIT, 2, &t, NULL, 0));
  t = (struct timespec){0, 1000000000};
  CALL(sys_futex(&word, FUTEX_WAIT, 2, &t, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAIT, 1, BAD, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAIT, 2, BAD, NULL, 0));
}
