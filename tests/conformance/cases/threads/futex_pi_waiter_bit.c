/* While somebody waits the word says so; the lock goes to the waiter, which finds itself in the word. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t word;
static void *locks(void *p) {
  long r = sys_futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
  int mine = (word & FUTEX_TID_MASK) == gettid();
  long u = sys_futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
  return (void *)(r * 100 + u * 10 + mine);
}
CASE(futex_pi_waiter_bit) {
  struct worker w;
  word = 0;
  CALL(sys_futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  start_worker(&w, locks, NULL), until_asleep(w.tid);
  CALL(word == (gettid() | FUTEX_WAITERS));
  CALL(sys_futex(&word, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0));
  CALL(sys_futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
  CALL(join_worker(&w));
  CALL(word);
}
