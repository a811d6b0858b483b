/* A timer of a CPU clock expires by what is used, not by the time that passes. */
#include "../../case.h"
static volatile int count;
static void note(int s) { count++; }
CASE(timer_cpu_clock) {
  timer_t t;
  struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
  struct itimerspec s = {{0, 0}, in_ms(150)}, left;
  clockid_t clocks[] = {CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID};
  on_signal(SIGUSR1, note, 0);
  for (int i = 0; i < 2; i++) {
    struct timespec start;
    count = 0;
    CALL(timer_create(clocks[i], &e, &t));
    CALL(timer_settime(t, 0, &s, NULL));
    usleep(200000);
    CALL(count);
    CALL(timer_gettime(t, &left));
    CALL(left.it_value.tv_nsec > 0 && left.it_value.tv_nsec <= 150000000);
    clock_gettime(CLOCK_MONOTONIC, &start);
    while (!count && elapsed_ms(&start) < 15000);
    CALL(count);
    CALL(timer_delete(t));
  }
  signal(SIGUSR1, SIG_DFL);
}
