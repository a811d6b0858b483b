/* FUTEX_WAKE_OP: signed operands, and unknown comparisons after the change. */
#include "../../case.h"
#include <linux/futex.h>

#define FUTEX(...) CALL(syscall(SYS_futex, __VA_ARGS__))

CASE(futex_wake_op_operands) {
  static int word[2];
  word[1] = 5;
  FUTEX(word, FUTEX_WAKE_OP, 1, 1ul, word + 1, FUTEX_OP(FUTEX_OP_ADD, 0xfff, FUTEX_OP_CMP_EQ, 5));
  printf("%d\n", word[1]);
  FUTEX(word, FUTEX_WAKE_OP, 1, 1ul, word + 1, FUTEX_OP(FUTEX_OP_SET, 9, 7, 0));
  printf("%d\n", word[1]);
  FUTEX(word, FUTEX_WAKE_OP, 1, 1ul, word + 1, FUTEX_OP(7, 1, 0, 0));
  printf("%d\n", word[1]);
}
