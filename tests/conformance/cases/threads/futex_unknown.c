/* Operations that do not exist, and bits that no operation has: ENOSYS. */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_unknown) {
  uint32_t word = 0;
  CALL(sys_futex(&word, 14, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, 127, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, 2 /* FUTEX_FD, gone since 2.6.26 */, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAKE | 1024, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, -1, 0, NULL, NULL, 0));
}
