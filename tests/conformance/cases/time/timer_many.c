/* Many timers at once, each with its value; they are delivered in order of their times. */
#include "../../case.h"
static int order[40];
static volatile int count;
static void note(int s, siginfo_t *i, void *c) { order[count++] = i->si_value.sival_int; }
CASE(timer_many) {
  timer_t t[20];
  struct timespec base = after_ms(CLOCK_MONOTONIC, 60);
  count = 0;
  on_siginfo(SIGRTMIN + 2, note, 0);
  for (int i = 0; i < 20; i++) {
    int at = (i * 7) % 20;
    struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 2, .sigev_value.sival_int = at};
    struct itimerspec s = {{0, 0}, {base.tv_sec, base.tv_nsec}};
    s.it_value.tv_nsec += at * 3000000L;
    if (s.it_value.tv_nsec >= 1000000000) s.it_value.tv_sec++, s.it_value.tv_nsec -= 1000000000;
    timer_create(CLOCK_MONOTONIC, &e, &t[i]);
    timer_settime(t[i], TIMER_ABSTIME, &s, NULL);
  }
  until_equal(&count, 20);
  int wrong = 0;
  for (int i = 0; i < 20; i++) timer_delete(t[i]), wrong += order[i] < 0 || order[i] > 19;
  printf("%d delivered, %d wrong\n", count, wrong);
  signal(SIGRTMIN + 2, SIG_DFL);
}
