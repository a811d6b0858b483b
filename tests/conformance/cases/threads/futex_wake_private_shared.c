/* A private waiter is not found by a wake-up that is not private, nor the other way round. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t word;
static void *waits(void *operation) { return (void *)sys_futex(&word, (long)operation, 0, NULL, NULL, 0); }
CASE(futex_wake_private_shared) {
  struct worker w;
  start_worker(&w, waits, (void *)FUTEX_WAIT_PRIVATE), until_asleep(w.tid);
  CALL(sys_futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
  CALL(join_worker(&w));
  start_worker(&w, waits, (void *)FUTEX_WAIT), until_asleep(w.tid);
  CALL(sys_futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0));
  CALL(join_worker(&w));
}
