/* A thread that is chosen for a signal but blocks it first does not lose it: another thread takes it. */
#include "../../case.h"
static volatile int count;
static void note(int s) { __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST); }
static volatile int stop;
static void *flips(void *p) {
  sigset_t set = signals_of(SIGUSR1, 0);
  while (!stop) pthread_sigmask(SIG_BLOCK, &set, NULL), pthread_sigmask(SIG_UNBLOCK, &set, NULL);
  return NULL;
}
CASE(mask_change_hands_over) {
  sigset_t set = signals_of(SIGUSR1, 0), before;
  struct worker w[2];
  count = stop = 0;
  on_signal(SIGUSR1, note, 0);
  pthread_sigmask(SIG_BLOCK, &set, &before);
  for (int i = 0; i < 2; i++) start_worker(&w[i], flips, NULL);
  for (int i = 1; i <= 50; i++) kill(getpid(), SIGUSR1), until_equal(&count, i);
  stop = 1;
  for (int i = 0; i < 2; i++) join_worker(&w[i]);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  CALL(count);
  signal(SIGUSR1, SIG_DFL);
}
