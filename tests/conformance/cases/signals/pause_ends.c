/* pause(2) ends after a handler, SA_RESTART or not; an ignored signal does not end it. */
#include "../../case.h"
static volatile int count, state;
static void note(int s) { __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST); }
static void *waits(void *p) { return (void *)(long)(pause() == -1 ? errno : 0); }
CASE(pause_ends) {
  for (int flags = 0; flags < 2; flags++) {
    struct worker w;
    on_signal(SIGUSR1, note, flags ? SA_RESTART : 0), on_signal(SIGUSR2, SIG_IGN, 0);
    start_worker(&w, waits, NULL), until_asleep(w.tid);
    pthread_kill(w.thread, SIGUSR2);
    usleep(2000), until_asleep(w.tid);
    pthread_kill(w.thread, SIGUSR1);
    CALL(join_worker(&w) == (void *)EINTR);
  }
  CALL(count);
  signal(SIGUSR1, SIG_DFL), signal(SIGUSR2, SIG_DFL);
}
