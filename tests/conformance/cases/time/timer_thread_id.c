/* SIGEV_THREAD_ID: the signal is for one thread, which must be of this process. */
#include "../../case.h"
static volatile pid_t taker;
static volatile int stage;
static void note(int s) { __atomic_store_n(&taker, gettid(), __ATOMIC_SEQ_CST); }
static void *waits(void *p) {
  until_equal(&stage, 1);
  return NULL;
}
CASE(timer_thread_id) {
  struct worker w;
  timer_t t;
  stage = taker = 0;
  on_signal(SIGUSR1, note, 0);
  start_worker(&w, waits, NULL);
  struct sigevent e = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGUSR1, ._sigev_un._tid = w.tid};
  struct itimerspec s = {{0, 0}, in_ms(5)};
  CALL(timer_create(CLOCK_MONOTONIC, &e, &t));
  CALL(timer_settime(t, 0, &s, NULL));
  until_equal(&taker, w.tid);
  CALL(taker == w.tid);
  CALL(timer_delete(t));
  e._sigev_un._tid = 999999;
  CALL(timer_create(CLOCK_MONOTONIC, &e, &t));
  stage = 1, join_worker(&w);
  signal(SIGUSR1, SIG_DFL);
}
