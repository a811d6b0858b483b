/* A signal to the process goes to a thread that does not block it; if all do, it waits for the first that stops to. */
#include "../../case.h"
static volatile pid_t taker;
static volatile int stage;
static void note(int s) { taker = gettid(); }
static void *open_to_it(void *p) {
  sigset_t set = signals_of(SIGUSR1, 0);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
  __atomic_store_n(&stage, 1, __ATOMIC_SEQ_CST);
  until_equal(&stage, 2);
  return NULL;
}
CASE(thread_choice) {
  sigset_t set = signals_of(SIGUSR1, 0), before, pending;
  struct worker w;
  stage = 0, taker = 0;
  on_signal(SIGUSR1, note, 0);
  pthread_sigmask(SIG_BLOCK, &set, &before);
  start_worker(&w, open_to_it, NULL);
  until_equal(&stage, 1);
  kill(getpid(), SIGUSR1);
  until_equal(&taker, w.tid);
  CALL(taker == w.tid);
  stage = 2, join_worker(&w);
  taker = 0;
  kill(getpid(), SIGUSR1);
  sigpending(&pending);
  CALL(sigismember(&pending, SIGUSR1));
  CALL(taker);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  CALL(taker == gettid());
  signal(SIGUSR1, SIG_DFL);
}
