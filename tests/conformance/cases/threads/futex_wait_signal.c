/* A handler ends FUTEX_WAIT with EINTR; with SA_RESTART the wait goes on. With a time limit it always ends. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t word;
static volatile int handled;
static void note(int s) { __atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST); }
static void *waits(void *limit) {
  struct timespec t = in_ms(20000);
  return (void *)(long)(sys_futex(&word, FUTEX_WAIT, 0, limit ? &t : NULL, NULL, 0) ? errno : 0);
}
CASE(futex_wait_signal) {
  for (int restart = 0; restart < 2; restart++)
    for (long limit = 0; limit < 2; limit++) {
      struct worker w;
      handled = 0;
      on_signal(SIGUSR1, note, restart ? SA_RESTART : 0);
      start_worker(&w, waits, (void *)limit), until_asleep(w.tid);
      pthread_kill(w.thread, SIGUSR1);
      until_equal(&handled, 1);
      if (restart && !limit) until_asleep(w.tid);
      long woken = sys_futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0);
      const char *end = strerrorname_np((long)join_worker(&w));
      printf("restart %d, limit %ld: woken %ld, %s\n", restart, limit, woken, end);
    }
  signal(SIGUSR1, SIG_DFL);
}
