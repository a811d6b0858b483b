/* Two threads that wait for each other's locks: the second wait fails with EDEADLK instead of lasting for ever. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t a, b;
static void *takes_b_then_a(void *p) {
  sys_futex(&b, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
  __atomic_store_n((int *)p, 1, __ATOMIC_SEQ_CST);
  long r = sys_futex(&a, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
  sys_futex(&a, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
  sys_futex(&b, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
  return (void *)r;
}
CASE(futex_pi_deadlock) {
  struct worker w;
  volatile int has = 0;
  a = b = 0;
  CALL(sys_futex(&a, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  start_worker(&w, takes_b_then_a, (void *)&has);
  until_equal(&has, 1), until_asleep(w.tid);
  CALL(sys_futex(&b, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  CALL(sys_futex(&a, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
  CALL(join_worker(&w));
  CALL(a | b);
}
