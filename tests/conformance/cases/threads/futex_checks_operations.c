/* Which futex operations there are, and the order of their checks. */
#include "../../case.h"
#include <linux/futex.h>

#define FUTEX(...) CALL(syscall(SYS_futex, __VA_ARGS__))

CASE(futex_checks_operations) {
  static int word[2] = {1, 2};
  struct timespec bad = {0, -1};
  FUTEX((char *)word + 1, 2, 0, NULL, NULL, 0);
  FUTEX(word, 14, 0, NULL, NULL, 0);
  FUTEX(word, 0x200 | FUTEX_WAKE, 1, NULL, NULL, 0);
  FUTEX(word, FUTEX_WAKE | FUTEX_CLOCK_REALTIME, 1, NULL, NULL, 0);
  FUTEX(BAD, FUTEX_WAIT, 1, &bad, NULL, 0);
  FUTEX(word, FUTEX_WAIT, 1, BAD, NULL, 0);
  FUTEX(word, FUTEX_WAIT_BITSET, 1, NULL, NULL, 0);
  FUTEX(word, FUTEX_WAKE_BITSET, 1, NULL, NULL, 0);
  FUTEX(word, FUTEX_REQUEUE, -1, 0ul, word + 1, 0);
  FUTEX(word, FUTEX_REQUEUE, 1, 0xfffffffful, word + 1, 0);
  FUTEX(word, FUTEX_CMP_REQUEUE, 1, 1ul, word + 1, 7);
  FUTEX(word, FUTEX_CMP_REQUEUE_PI, 1, 1ul, word, 1);
  FUTEX(word, FUTEX_CMP_REQUEUE_PI, 2, 1ul, word + 1, 1);
}
