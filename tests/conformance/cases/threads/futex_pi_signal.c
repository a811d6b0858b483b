/* FUTEX_LOCK_PI goes on after a handler, with or without SA_RESTART. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t word;
static volatile int handled;
static void note(int s) { __atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST); }
static void *locks(void *p) {
  long r = sys_futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0) ? errno : 0;
  if (!r) sys_futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
  return (void *)r;
}
CASE(futex_pi_signal) {
  for (int restart = 0; restart < 2; restart++) {
    struct worker w;
    handled = 0, word = 0;
    on_signal(SIGUSR1, note, restart ? SA_RESTART : 0);
    sys_futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
    start_worker(&w, locks, NULL), until_asleep(w.tid);
    pthread_kill(w.thread, SIGUSR1);
    until_equal(&handled, 1);
    until_asleep(w.tid);
    sys_futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
    CALL(join_worker(&w));
  }
  signal(SIGUSR1, SIG_DFL);
}
