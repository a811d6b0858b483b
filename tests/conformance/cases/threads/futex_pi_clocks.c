/* FUTEX_LOCK_PI has a limit of the wall clock, FUTEX_LOCK_PI2 of the monotonic one unless it says otherwise. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t word;
static void *tries(void *p) {
  struct timespec start, t;
  clock_gettime(CLOCK_MONOTONIC, &start);
  t = after_ms(CLOCK_REALTIME, 20);
  CALL(sys_futex(&word, FUTEX_LOCK_PI, 0, &t, NULL, 0));
  CALL(elapsed_ms(&start) >= 19);
  t = after_ms(CLOCK_MONOTONIC, 20);
  CALL(sys_futex(&word, FUTEX_LOCK_PI2, 0, &t, NULL, 0));
  t = after_ms(CLOCK_REALTIME, 20);
  CALL(sys_futex(&word, FUTEX_LOCK_PI2 | FUTEX_CLOCK_REALTIME, 0, &t, NULL, 0));
  t = (struct timespec){0, 0};
  CALL(sys_futex(&word, FUTEX_LOCK_PI, 0, &t, NULL, 0));
  t = (struct timespec){0, 1000000000};
  CALL(sys_futex(&word, FUTEX_LOCK_PI, 0, &t, NULL, 0));
  CALL(sys_futex(&word, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0));
  return NULL;
}
CASE(futex_pi_clocks) {
  struct worker w;
  word = 0;
  CALL(sys_futex(&word, FUTEX_LOCK_PI2, 0, NULL, NULL, 0));
  start_worker(&w, tries, NULL), join_worker(&w);
  CALL((word & FUTEX_TID_MASK) == gettid());
  CALL(sys_futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
  CALL(word);
}
