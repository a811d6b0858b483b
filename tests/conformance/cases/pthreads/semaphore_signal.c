/* sem_wait(3) is ended by a handler without SA_RESTART, and goes on after one with it. */
#include "../../case.h"
#include <semaphore.h>
static sem_t s;
static volatile int handled;
static void note(int signal) { __atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST); }
static void *waits(void *p) { return (void *)(long)(sem_wait(&s) ? errno : 0); }
CASE(semaphore_signal) {
  sem_init(&s, 0, 0);
  for (int restart = 0; restart < 2; restart++) {
    struct worker w;
    handled = 0;
    on_signal(SIGUSR1, note, restart ? SA_RESTART : 0);
    start_worker(&w, waits, NULL), until_asleep(w.tid);
    pthread_kill(w.thread, SIGUSR1);
    until_equal(&handled, 1);
    if (restart) until_asleep(w.tid), sem_post(&s);
    CALL(join_worker(&w) == (void *)(long)(restart ? 0 : EINTR));
  }
  signal(SIGUSR1, SIG_DFL);
}
