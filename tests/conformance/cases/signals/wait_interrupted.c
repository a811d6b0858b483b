/* sigtimedwait(2) is ended by a handler for another signal, whatever SA_RESTART says. */
#include "../../case.h"
static volatile int count;
static void note(int s) { count++; }
static void *waits(void *p) {
  sigset_t set = signals_of(SIGUSR2, 0);
  struct timespec t = in_ms(20000);
  return (void *)(long)(sigtimedwait(&set, NULL, &t) == -1 ? errno : 0);
}
CASE(wait_interrupted) {
  count = 0;
  for (int flags = 0; flags < 2; flags++) {
    struct worker w;
    on_signal(SIGUSR1, note, flags ? SA_RESTART : 0);
    start_worker(&w, waits, NULL), until_asleep(w.tid);
    pthread_kill(w.thread, SIGUSR1);
    CALL(join_worker(&w) == (void *)EINTR);
  }
  CALL(count);
  signal(SIGUSR1, SIG_DFL);
}
