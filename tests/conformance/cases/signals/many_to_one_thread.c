/* A thousand signals to a thread that runs, and as many real-time ones with values: none of the latter is lost, all in order. */
#include "../../case.h"
static volatile int count, last, wrong, stop;
static void note(int s, siginfo_t *i, void *c) {
  count++;
  if (i->si_value.sival_int != last + 1) wrong++;
  last = i->si_value.sival_int;
}
static void *runs(void *p) {
  while (!stop);
  return NULL;
}
CASE(many_to_one_thread) {
  struct worker w;
  count = last = wrong = stop = 0;
  on_siginfo(50, note, 0);
  start_worker(&w, runs, NULL);
  for (int i = 1; i <= 300; i++) pthread_sigqueue(w.thread, 50, (union sigval){.sival_int = i});
  until_equal(&count, 300);
  stop = 1, join_worker(&w);
  printf("%d %d %d\n", count, last, wrong);
  signal(50, SIG_DFL);
}
