/* A word must be aligned (EINVAL) and, where the call looks at it, mapped (EFAULT). */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_bad_words) {
  uint32_t words[2] = {0, 0}, *crooked = (uint32_t *)((char *)words + 1);
  int operations[] = {FUTEX_WAIT, FUTEX_WAKE, FUTEX_REQUEUE, FUTEX_CMP_REQUEUE, FUTEX_WAKE_OP, FUTEX_LOCK_PI, FUTEX_UNLOCK_PI, FUTEX_TRYLOCK_PI, FUTEX_WAIT_BITSET, FUTEX_WAKE_BITSET, FUTEX_LOCK_PI2};
  for (int i = 0; i < sizeof operations / sizeof *operations; i++) {
    int operation = operations[i];
    printf("operation %d\n", operation);
    CALL(sys_futex(crooked, operation, 1, NULL, words + 1, 1));
    CALL(sys_futex(crooked, operation | FUTEX_PRIVATE_FLAG, 1, NULL, words + 1, 1));
    CALL(sys_futex(BAD, operation, 1, NULL, words + 1, 1));
    CALL(sys_futex((uint32_t *)0xffff800000000000, operation | FUTEX_PRIVATE_FLAG, 1, NULL, words + 1, 1));
    CALL(sys_futex((uint32_t *)0x7ffffffff000, operation | FUTEX_PRIVATE_FLAG, 1, NULL, words + 1, 1));
    CALL(sys_futex((uint32_t *)0x7ffffffff004, operation | FUTEX_PRIVATE_FLAG, 1, NULL, words + 1, 1));
  }
  CALL(sys_futex(words, FUTEX_CMP_REQUEUE, 1, (void *)1, crooked, 0));
  CALL(sys_futex(words, FUTEX_WAKE_OP, 1, (void *)1, crooked, 0));
  CALL(sys_futex(words, FUTEX_CMP_REQUEUE, 1, (void *)1, BAD, 0));
  CALL(sys_futex(words, FUTEX_WAKE_OP, 1, (void *)1, BAD, 0));
  /* An unknown operation is told before a bad second word, unless that one is shared; a lock is looked at after the word. */
  static const uint32_t constant = 0;
  CALL(sys_futex(words, FUTEX_WAKE_OP, 1, (void *)1, BAD, 5u << 28));
  CALL(sys_futex(words, FUTEX_WAKE_OP_PRIVATE, 1, (void *)1, BAD, 5u << 28));
  CALL(sys_futex(words, FUTEX_WAIT_REQUEUE_PI_PRIVATE, 1, NULL, BAD, 0));
  CALL(sys_futex(words, FUTEX_WAIT_REQUEUE_PI, 1, NULL, BAD, 0));
  CALL(sys_futex(words, FUTEX_CMP_REQUEUE_PI_PRIVATE, 1, NULL, BAD, 1));
  CALL(sys_futex(words, FUTEX_CMP_REQUEUE_PI_PRIVATE, 1, NULL, BAD, 0));
  CALL(sys_futex(words, FUTEX_CMP_REQUEUE_PI_PRIVATE, 1, NULL, (uint32_t *)&constant, 0));
  CALL(sys_futex(words, FUTEX_CMP_REQUEUE_PI, 1, NULL, (uint32_t *)&constant, 0));
}
