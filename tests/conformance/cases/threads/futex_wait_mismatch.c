/* FUTEX_WAIT goes to sleep only while the word has the value that was said: EAGAIN otherwise, whatever the time limit. */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_wait_mismatch) {
  uint32_t word = 5;
  struct timespec t = in_ms(5000), past = {0, 1};
  CALL(sys_futex(&word, FUTEX_WAIT, 4, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAIT_PRIVATE, 6, &t, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAIT_BITSET, 4, NULL, NULL, 1));
  CALL(sys_futex(&word, FUTEX_WAIT_BITSET, 4, &past, NULL, 1));
  CALL(sys_futex(&word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, -1, NULL, NULL, -1));
}
