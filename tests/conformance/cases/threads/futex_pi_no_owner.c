/* A word that names a thread that is not there: ESRCH; one that says its owner died is taken over, and keeps saying so. */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_pi_no_owner) {
  uint32_t word = 999999;
  CALL(sys_futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0));
  word = FUTEX_OWNER_DIED;
  CALL(sys_futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  CALL(word == (gettid() | FUTEX_OWNER_DIED));
  CALL(sys_futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
  CALL(word);
}
