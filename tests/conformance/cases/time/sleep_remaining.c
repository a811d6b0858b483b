/* A sleep that a handler ends tells the time that is left; an absolute one tells nothing. SA_RESTART makes no difference. */
#include "../../case.h"
static volatile int count;
static void note(int s) { count++; }
static struct timespec left;
static void *sleeps(void *absolute) {
  struct timespec t = absolute ? after_ms(CLOCK_MONOTONIC, 20000) : in_ms(20000);
  left = (struct timespec){99, 99};
  return (void *)(long)clock_nanosleep(CLOCK_MONOTONIC, absolute ? TIMER_ABSTIME : 0, &t, &left);
}
CASE(sleep_remaining) {
  for (int restart = 0; restart < 2; restart++)
    for (long absolute = 0; absolute < 2; absolute++) {
      struct worker w;
      on_signal(SIGUSR1, note, restart ? SA_RESTART : 0);
      start_worker(&w, sleeps, (void *)absolute), until_asleep(w.tid);
      pthread_kill(w.thread, SIGUSR1);
      long r = (long)join_worker(&w);
      printf("restart %d absolute %ld: %s left %d\n", restart, absolute, strerrorname_np(r), left.tv_sec == 99 ? 99 : left.tv_sec >= 10 && left.tv_sec <= 20);
    }
  signal(SIGUSR1, SIG_DFL);
}
