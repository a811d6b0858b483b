/* pthread_kill and pthread_sigqueue reach the thread that is named; 0 asks, unknown signals are refused. */
#include "../../case.h"
static volatile pid_t taker;
static volatile int value, stage;
static void note(int s, siginfo_t *i, void *c) { value = i->si_value.sival_int, __atomic_store_n(&taker, gettid(), __ATOMIC_SEQ_CST); }
static void *waits(void *p) {
  until_equal(&stage, 1);
  return NULL;
}
CASE(kill_and_sigqueue) {
  struct worker w;
  stage = taker = 0;
  on_siginfo(SIGUSR1, note, 0);
  start_worker(&w, waits, NULL);
  CALL(pthread_kill(w.thread, 0));
  CALL(pthread_kill(w.thread, 65));
  CALL(pthread_kill(w.thread, 32));
  CALL(pthread_kill(w.thread, SIGUSR1));
  until_equal(&taker, w.tid);
  CALL(taker == w.tid);
  taker = 0;
  CALL(pthread_sigqueue(w.thread, SIGUSR1, (union sigval){.sival_int = 12}));
  until_equal(&taker, w.tid);
  CALL(value);
  stage = 1, join_worker(&w);
  signal(SIGUSR1, SIG_DFL);
}
