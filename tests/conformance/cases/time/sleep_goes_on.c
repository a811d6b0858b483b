/* A sleep is not ended by a signal that is ignored or blocked, and lasts as long as it was to. */
#include "../../case.h"
static volatile int done;
static void *sleeps(void *p) {
  struct timespec start, t = in_ms(80);
  clock_gettime(CLOCK_MONOTONIC, &start);
  long r = nanosleep(&t, NULL);
  return (void *)(r == 0 && elapsed_ms(&start) >= 80 ? 1L : 0L);
}
CASE(sleep_goes_on) {
  sigset_t set = signals_of(SIGUSR2, 0), before, all;
  struct worker w;
  on_signal(SIGUSR1, SIG_IGN, 0);
  pthread_sigmask(SIG_BLOCK, &set, &before);
  start_worker(&w, sleeps, NULL), until_asleep(w.tid);
  for (int i = 0; i < 5; i++) pthread_kill(w.thread, SIGUSR1), pthread_kill(w.thread, SIGUSR2);
  CALL(join_worker(&w));
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  signal(SIGUSR1, SIG_DFL);
}
