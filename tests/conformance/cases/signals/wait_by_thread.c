/* A signal to the process goes to a thread that waits for it, though all block it; one to a thread to that thread. */
#include "../../case.h"
static volatile int code;
static void *waits(void *p) {
  sigset_t set = signals_of(SIGUSR1, 0);
  siginfo_t i;
  struct timespec t = in_ms(20000);
  int s = sigtimedwait(&set, &i, &t);
  code = i.si_code;
  return (void *)(long)(s == SIGUSR1);
}
CASE(wait_by_thread) {
  sigset_t set = signals_of(SIGUSR1, 0), before;
  struct worker w;
  sigprocmask(SIG_BLOCK, &set, &before);
  start_worker(&w, waits, NULL), until_asleep(w.tid);
  CALL(kill(getpid(), SIGUSR1));
  CALL(join_worker(&w));
  CALL(code == SI_USER);
  start_worker(&w, waits, NULL), until_asleep(w.tid);
  CALL(pthread_kill(w.thread, SIGUSR1));
  CALL(join_worker(&w));
  CALL(code == SI_TKILL);
  sigprocmask(SIG_SETMASK, &before, NULL);
}
