/* FUTEX_CLOCK_REALTIME goes with waits only: ENOSYS with the others. FUTEX_WAIT with it stays relative. */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_clock_flag) {
  uint32_t word = 1, other = 0;
  struct timespec t = in_ms(10);
  CALL(sys_futex(&word, FUTEX_WAIT | FUTEX_CLOCK_REALTIME, 1, &t, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAKE | FUTEX_CLOCK_REALTIME, 1, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAKE_BITSET | FUTEX_CLOCK_REALTIME, 1, NULL, NULL, 1));
  CALL(sys_futex(&word, FUTEX_REQUEUE | FUTEX_CLOCK_REALTIME, 1, (void *)1, &other, 0));
  CALL(sys_futex(&word, FUTEX_CMP_REQUEUE | FUTEX_CLOCK_REALTIME, 1, (void *)1, &other, 1));
  CALL(sys_futex(&word, FUTEX_WAKE_OP | FUTEX_CLOCK_REALTIME, 1, (void *)1, &other, 0));
  CALL(sys_futex(&word, FUTEX_LOCK_PI | FUTEX_CLOCK_REALTIME, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_UNLOCK_PI | FUTEX_CLOCK_REALTIME, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_TRYLOCK_PI | FUTEX_CLOCK_REALTIME, 0, NULL, NULL, 0));
}
