/* sigwait(3) gives the number, and goes on after a handler for another signal. */
#include "../../case.h"
static volatile int count;
static void note(int s) { __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST); }
static void *waits(void *p) {
  sigset_t set = signals_of(SIGUSR2, 0);
  int s = 0;
  int r = sigwait(&set, &s);
  return (void *)(long)(r * 1000 + s);
}
CASE(sigwait_errors) {
  sigset_t set = signals_of(SIGUSR2, 0), before;
  struct worker w;
  count = 0;
  on_signal(SIGUSR1, note, 0);
  sigprocmask(SIG_BLOCK, &set, &before);
  start_worker(&w, waits, NULL), until_asleep(w.tid);
  pthread_kill(w.thread, SIGUSR1);
  until_equal(&count, 1), until_asleep(w.tid);
  pthread_kill(w.thread, SIGUSR2);
  CALL((long)join_worker(&w) == SIGUSR2);
  sigprocmask(SIG_SETMASK, &before, NULL);
  signal(SIGUSR1, SIG_DFL);
}
