/* The word of a priority-inheritance lock holds the owner; unlocking without waiters clears it, and only the owner may. */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_pi_word) {
  uint32_t word = 0;
  CALL(sys_futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  CALL(word == gettid());
  CALL(sys_futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
  CALL(word);
  CALL(sys_futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0));
  CALL(word == gettid());
  CALL(sys_futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
  word = gettid() + 1;
  CALL(sys_futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
}
