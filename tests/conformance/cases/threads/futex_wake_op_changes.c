/* FUTEX_WAKE_OP sets, adds, ors, clears or flips bits of the second word, with an operand or a bit number. */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_wake_op_changes) {
  uint32_t a = 0, b;
  for (int op = 0; op < 5; op++)
    for (int shift = 0; shift < 2; shift++) {
      b = 0xff;
      long r = sys_futex(&a, FUTEX_WAKE_OP, 1, (void *)1L, &b, FUTEX_OP(op | (shift ? FUTEX_OP_OPARG_SHIFT : 0), 9, FUTEX_OP_CMP_EQ, 0));
      printf("operation %d shift %d: %ld, %x\n", op, shift, r, b);
    }
  b = 7;
  CALL(sys_futex(&a, FUTEX_WAKE_OP, 1, (void *)1L, &b, FUTEX_OP(FUTEX_OP_ADD, 0xfff, FUTEX_OP_CMP_EQ, 0)));
  printf("%x\n", b);
  CALL(sys_futex(&a, FUTEX_WAKE_OP, 1, (void *)1L, &b, FUTEX_OP(5, 1, FUTEX_OP_CMP_EQ, 0)));
  CALL(sys_futex(&a, FUTEX_WAKE_OP, 1, (void *)1L, &b, FUTEX_OP(7, 1, FUTEX_OP_CMP_EQ, 0)));
  printf("%x\n", b);
}
